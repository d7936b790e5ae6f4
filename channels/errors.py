"""How a provider request can fail: one tree, decided by whether it may have been processed.

::

    ChannelError
    ├── Refused       the provider said no; never repeat as it is
    ├── Withdrawn     never made; nobody wanted it any more when its turn came
    ├── Unreachable   surely not processed; safe to repeat
    └── Uncertain     may have been processed; look it up, never repeat blindly
"""

from __future__ import annotations


class ChannelError(Exception):
    """A provider request that did not succeed.

    Args:
        what: What happened, in plain words for the agent.
        do: What the agent or an admin can do now.
        code: The provider's error code (Twilio: ``21610``), 0 when there is none.
    """

    def __init__(self, what: str, *, do: str = "", code: int = 0) -> None:
        super().__init__(f"{what} {do}".strip())
        self.what = what
        self.do = do
        self.code = code


class Refused(ChannelError):
    """The provider refused the request; the same request will be refused again."""


class Withdrawn(ChannelError):
    """Nobody wanted the request any more when its turn came; the provider was not asked."""


class Unreachable(ChannelError):
    """The request was surely not processed (429, connect failure); it may be repeated."""

    def __init__(
        self, what: str, *, do: str = "", code: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(what, do=do, code=code)
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, if it did."""


class Uncertain(ChannelError):
    """Nobody knows whether the request was processed (timeout, 5xx); reconcile first."""
