"""Things that go wrong on request: for the next REST requests and for the next webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

RequestFaultKind = Literal["429", "500", "503", "timeout-before", "timeout-after"]
DeliveryFaultKind = Literal["duplicate", "delay", "reorder", "drop", "wrong-signature"]
REQUEST_FAULTS: tuple[str, ...] = get_args(RequestFaultKind)
DELIVERY_FAULTS: tuple[str, ...] = get_args(DeliveryFaultKind)


@dataclass(slots=True)
class RequestFault:
    """What happens to the next ``times`` REST requests whose ``METHOD path`` contains ``match``.

    ``timeout-before``: not processed, connection closed. ``timeout-after``: processed (the
    resource exists), connection closed before the answer.
    """

    kind: RequestFaultKind
    match: str = ""
    times: int = 1


@dataclass(slots=True)
class DeliveryFault:
    """What happens to the next ``times`` webhooks whose URL contains ``match``."""

    kind: DeliveryFaultKind
    match: str = ""
    times: int = 1
    seconds: float = 5.0
    """How long ``delay`` waits, and at most ``reorder``."""


@dataclass(slots=True)
class Faults:
    """The faults still to happen, first come first served."""

    requests: list[RequestFault] = field(default_factory=list)
    deliveries: list[DeliveryFault] = field(default_factory=list)

    def fail_next(self, kind: RequestFaultKind, *, match: str = "", times: int = 1) -> None:
        """Let the next REST requests fail."""
        self.requests.append(RequestFault(kind, match, times))

    def disturb_next(
        self, kind: DeliveryFaultKind, *, match: str = "", times: int = 1, seconds: float = 5.0
    ) -> None:
        """Let the next webhooks be disturbed."""
        self.deliveries.append(DeliveryFault(kind, match, times, seconds))

    def for_request(self, line: str) -> RequestFaultKind | None:
        """Take the fault meant for this request (``POST /2010-04-01/…``), if any."""
        for fault in self.requests:
            if fault.times > 0 and fault.match in line:
                fault.times -= 1
                return fault.kind
        return None

    def for_delivery(self, url: str) -> DeliveryFault | None:
        """Take the fault meant for a webhook to this URL, if any."""
        for fault in self.deliveries:
            if fault.times > 0 and fault.match in url:
                fault.times -= 1
                return fault
        return None
