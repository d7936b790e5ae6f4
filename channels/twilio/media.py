"""Fetches media and recordings from the provider, and from nowhere else.

The address comes out of a webhook, so it is not trusted: only the provider's hosts are asked,
only at public addresses, and our credentials go to the API host on the first hop alone.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import httpx

from channels.base import Refused, Uncertain, Unreachable
from channels.twilio.addresses import is_loopback, is_public, resolve
from channels.twilio.codes import NOT_FOUND
from channels.twilio.errors import rate_limited, translated
from channels.twilio.transport import API_HOST, TIMEOUT, rewrite

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Awaitable,
        Callable,
        Mapping,
        Sequence,
    )

Found = TypeVar("Found")

CDN_DOMAIN = ".twiliocdn.com"
PLAIN_URL = frozenset(map(chr, range(0x21, 0x7F))) - {"\\", '"', "<", ">", "^", "`", "{", "|", "}"}
NOT_OURS = "Only addresses of the provider are opened."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's file we are willing to take."""

    size: int = 25 * 1024 * 1024
    """Bytes."""
    seconds: float = 60.0
    """For the whole file, redirects included."""
    hops: int = 3


class TwilioMedia:
    """Guarded downloads.

    Args:
        http: Asked without following redirects and without cookies.
        credentials: User and secret for the API host.
        bases: Hosts that are asked elsewhere, as for the transport; only a loopback base may
            be at an address that is not public.
        lookup: All addresses of a host and port.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        credentials: tuple[str, str],
        *,
        bases: Mapping[str, str] | None = None,
        limits: Limits = Limits(),
        lookup: Callable[[str, int], Awaitable[Sequence[str]]] = resolve,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._auth = httpx.BasicAuth(*credentials)
        self._bases = dict(bases or {})
        self._limits = limits
        self._lookup = lookup
        self._clock = clock

    def is_ours(self, url: str) -> bool:
        """Whether an address is the provider's: https, a known host, no user, no odd port."""
        asked = _parsed(url)
        if asked is None or asked.userinfo or asked.fragment:
            return False
        if self._is_local(asked):
            return True
        host = asked.host
        is_known = host == API_HOST or (host.endswith(CDN_DOMAIN) and host != CDN_DOMAIN)
        return asked.scheme == "https" and asked.port is None and is_known

    async def fetch(self, url: str) -> AsyncGenerator[bytes, None]:
        """The file's bytes as they come, never unpacked.

        Raises:
            Refused: Not at the provider, gone, or beyond the limits.
            Unreachable: Not there now; may be asked again.
        """
        deadline = self._clock() + self._limits.seconds
        answer = await self._within(deadline, partial(self._open, url))
        try:
            self._check(answer)
            taken = 0
            chunks = answer.aiter_raw()
            while chunk := await self._within(deadline, partial(_next, chunks)):
                taken += len(chunk)
                if taken > self._limits.size:
                    raise Refused("The attachment is too large.", do="Ask for a smaller one.")
                yield chunk
        finally:
            await answer.aclose()

    async def _open(self, url: str) -> httpx.Response:
        """The answer after redirects, each of them checked like the first address."""
        for hop in range(self._limits.hops + 1):
            if not self.is_ours(url):
                raise Refused(NOT_OURS, do="Do not open it; tell an admin.")
            answer = await self._ask(httpx.URL(url), is_first=hop == 0)
            if not answer.has_redirect_location:
                return answer
            await answer.aclose()
            url = _joined(url, answer.headers["Location"])
        raise Refused("The attachment leads in circles.", do="Tell an admin.")

    async def _ask(self, url: httpx.URL, *, is_first: bool) -> httpx.Response:
        is_api = url.host == API_HOST or self._is_local(url)
        target = httpx.URL(rewrite(str(url), self._bases))
        request = self._http.build_request(
            "GET",
            await self._pinned(target),
            headers={"Host": target.netloc.decode("ascii"), "Accept-Encoding": "identity"},
            timeout=TIMEOUT,
            extensions={"sni_hostname": target.host},
        )
        request.headers.pop("Cookie", None)
        auth = self._auth if is_first and is_api else None
        return await self._http.send(request, auth=auth, stream=True, follow_redirects=False)

    async def _pinned(self, url: httpx.URL) -> httpx.URL:
        """The address with its name resolved, so that what was checked is what is asked."""
        if self._is_local(url):
            return url
        found = await self._lookup(url.host, url.port or (443 if url.scheme == "https" else 80))
        if not found:
            raise Unreachable("The provider's address cannot be found.", do="Try again later.")
        if not all(map(is_public, found)):
            raise Refused(NOT_OURS, do="Do not open it; tell an admin.")
        return url.copy_with(host=found[0])

    def _is_local(self, url: httpx.URL) -> bool:
        """Whether an address is at one of the configured loopback bases."""
        bases = map(httpx.URL, self._bases.values())
        return any(is_loopback(base.host) and _origin(base) == _origin(url) for base in bases)

    def _check(self, answer: httpx.Response) -> None:
        if answer.status_code == 429:
            raise rate_limited(answer.headers.get("Retry-After"), datetime.now(UTC))
        if answer.status_code >= 500:
            raise Unreachable("The provider cannot give the attachment now.", do="Try again later.")
        if answer.status_code != 200:
            raise _gone(answer.status_code)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused("The attachment arrives packed.", do="Tell an admin.")
        announced = answer.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced[:20]) > self._limits.size:
            raise Refused("The attachment is too large.", do="Ask for a smaller one.")

    async def _within(self, deadline: float, step: Callable[[], Awaitable[Found]]) -> Found:
        left = deadline - self._clock()
        try:
            # A source that is always ready never lets the timeout speak.
            if left <= 0:
                raise TimeoutError
            async with asyncio.timeout(left):
                with translated():
                    return await step()
        except TimeoutError as error:
            raise Refused("The attachment takes too long.", do="Try again later.") from error
        except Uncertain as error:
            raise Unreachable(error.what, do="Try again in a moment.") from error


def _gone(status: int) -> Refused:
    if status in (404, 410):
        words = "The provider no longer has the attachment."
        return Refused(words, do="Ask for it again.", code=NOT_FOUND)
    return Refused("The attachment cannot be fetched.", do="Ask for it again.")


def _parsed(url: str) -> httpx.URL | None:
    """The address as the client will read it; None if another reader could read it otherwise."""
    if not PLAIN_URL.issuperset(url):
        return None
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        return None


def _joined(url: str, location: str) -> str:
    try:
        return str(httpx.URL(url).join(location))
    except httpx.InvalidURL as error:
        raise Refused(NOT_OURS, do="Do not open it; tell an admin.") from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


async def _next(chunks: AsyncIterator[bytes]) -> bytes:
    """The next bytes that are not none; empty at the end."""
    async for chunk in chunks:
        if chunk:
            return chunk
    return b""
