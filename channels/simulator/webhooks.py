"""Webhooks as Twilio sends them: signed, with connection overrides, retries and redirects.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin

import httpx

from channels.simulator.clock import Clock, within
from channels.simulator.journal import Background, Delivery, Journal
from channels.simulator.settings import NotLoopback, Settings, require_loopback_url
from channels.simulator.signing import twilio_signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.simulator.faults import DeliveryFault, Faults

MAX_REDIRECTS = 10
CLOSE_SECONDS = 2.0


class DeliveryFailed(Exception):
    """A webhook was not answered with 2xx; ``code`` is the provider's alert."""

    def __init__(self, code: int, url: str, kind: str) -> None:
        super().__init__(f"{code} {url} {kind}")
        self.code = code
        self.url = url
        self.kind = kind
        """``ct`` connect, ``rt`` read, ``4xx``, ``5xx``, ``3xx`` or ``refused``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook answered, and from which URL after redirects."""

    url: str
    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """The connection overrides in a URL's fragment."""

    connect: float = 5.0
    read: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    def repeats(self, kind: str) -> bool:
        """Whether this kind of failure is tried again."""
        return kind in self.policy or ("all" in self.policy and kind != "refused")


def split_overrides(url: str) -> tuple[str, Overrides]:
    """The URL without its fragment, and the overrides the fragment carried."""
    bare, fragment = urldefrag(url)
    given = dict(parse_qsl(fragment))
    return bare, Overrides(
        connect=int(given.get("ct", "5000")) / 1000,
        read=int(given.get("rt", "15000")) / 1000,
        retries=int(given.get("rc", "1")),
        policy=frozenset(given.get("rp", "ct").split(",")),
    )


class Webhooks:
    """Makes the provider's requests to its customer, on loopback only."""

    def __init__(
        self, settings: Settings, clock: Clock, faults: Faults, journal: Journal, tasks: Background
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._tasks = tasks
        self._passed = asyncio.Event()
        self._under_way: set[asyncio.Task[httpx.Response]] = set()
        self.client = httpx.AsyncClient(trust_env=False)

    async def close(self) -> None:
        """Close every connection, after what is under way has been answered."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=CLOSE_SECONDS)
        await self.client.aclose()

    def notify(
        self, url: str, form: Mapping[str, str], *, method: str = "POST", alert: int = 11200
    ) -> None:
        """Deliver in the background; a failure is an alert and nothing else."""
        if url:
            self._tasks.start(self._notify(url, dict(form), method, alert), "webhook")

    async def _notify(self, url: str, form: dict[str, str], method: str, alert: int) -> None:
        try:
            await self.call(url, form, method=method)
        except DeliveryFailed as failed:
            self._journal.alert(alert, failed.url, failed.kind)

    async def call(self, url: str, form: Mapping[str, str], *, method: str = "POST") -> Answer:
        """Deliver and return the answer; raises DeliveryFailed after the last attempt."""
        bare, overrides = split_overrides(url)
        fault = self._faults.for_delivery(bare)
        await self._before(bare, fault)
        token = str(uuid.uuid4())
        wrong = fault is not None and fault.kind == "wrong-signature"
        try:
            answer = await self._attempts(bare, form, method, overrides, (token, wrong))
            if fault is not None and fault.kind == "duplicate":
                answer = await self._attempts(bare, form, method, overrides, (token, wrong))
        finally:
            self._passed.set()
            self._passed.clear()
        return answer

    async def _before(self, url: str, fault: DeliveryFault | None) -> None:
        if fault is None:
            return
        if fault.kind == "drop":
            raise DeliveryFailed(11200, url, "ct")
        if fault.kind == "delay":
            await self._clock.sleep(fault.seconds)
        if fault.kind == "reorder":
            await within(self._clock, fault.seconds, self._passed.wait)

    async def _attempts(
        self,
        url: str,
        form: Mapping[str, str],
        method: str,
        overrides: Overrides,
        identity: tuple[str, bool],
    ) -> Answer:
        left = overrides.retries
        while True:
            try:
                return await self._follow(url, form, method, overrides, identity)
            except DeliveryFailed as failed:
                if left <= 0 or not overrides.repeats(failed.kind):
                    raise
                left -= 1

    async def _follow(
        self,
        url: str,
        form: Mapping[str, str],
        method: str,
        overrides: Overrides,
        identity: tuple[str, bool],
    ) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            if method.upper() == "GET" and form:
                url += ("&" if "?" in url else "?") + urlencode(form)
                form = {}
            response = await self._request(url, form, method, overrides, identity)
            if not response.is_redirect:
                return _judged(url, response)
            url = urljoin(url, response.headers["location"])
            if response.status_code in (301, 302, 303):
                method, form = "GET", {}
        raise DeliveryFailed(11215, url, "3xx")

    async def _request(
        self,
        url: str,
        form: Mapping[str, str],
        method: str,
        overrides: Overrides,
        identity: tuple[str, bool],
    ) -> httpx.Response:
        try:
            require_loopback_url(url)
        except NotLoopback as refused:
            self._journal.complain(str(refused))
            raise DeliveryFailed(11200, url, "refused") from refused
        token, wrong = identity
        status = 0
        timeout = httpx.Timeout(overrides.read, connect=overrides.connect)
        try:
            request = self.client.build_request(
                method.upper(),
                url,
                content=urlencode(form).encode() if form else None,
                headers=self._headers(url, form, token, wrong=wrong),
                timeout=timeout,
            )
            response = await self._whole(request)
            status = response.status_code
            return response
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise DeliveryFailed(11200, url, "ct") from error
        except httpx.HTTPError as error:
            raise DeliveryFailed(11200, url, "rt") from error
        finally:
            self.client.cookies.clear()
            self._journal.deliveries.append(Delivery(url, dict(form), status, token))

    async def _whole(self, request: httpx.Request) -> httpx.Response:
        """Make a request to its end, even when the call that it is about ends meanwhile."""

        async def send() -> httpx.Response:
            with self._clock.working():
                return await self.client.send(request)

        sending = asyncio.create_task(send())
        self._under_way.add(sending)
        sending.add_done_callback(self._answered)
        return await asyncio.shield(sending)

    def _answered(self, sending: asyncio.Task[httpx.Response]) -> None:
        self._under_way.discard(sending)
        if not sending.cancelled():
            # Somebody may have stopped waiting: then nobody else looks at the failure.
            sending.exception()

    def _headers(
        self, url: str, form: Mapping[str, str], token: str, *, wrong: bool
    ) -> dict[str, str]:
        secret = "not-the-token" if wrong else self._settings.auth_tokens[0]
        return {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": twilio_signature(secret, url, form),
            "I-Twilio-Idempotency-Token": token,
        }


def _judged(url: str, response: httpx.Response) -> Answer:
    if not response.is_success:
        raise DeliveryFailed(11200, url, f"{response.status_code // 100}xx")
    content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return Answer(url, content_type, response.text)
