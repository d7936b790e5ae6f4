"""Lets the audio page in: a code of the desk, good once and for a minute, then a session.

A session is signed instead of kept, so that a hub that restarts, or another hub of the same
account, knows it too: nobody should lose their telephone because of an update. Codes are told to
the other hubs by their digests, for a browser may come to any of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from console.hub.asgi import NotServed

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.auth import Caller
    from console.hub.broadcast import Broadcast

log = logging.getLogger(__name__)

BYTES = 16
CODE_SECONDS = 60
MOST_CODES = 1_000
MOST_CLOSED = 10_000
PURPOSE = b"audio page"


@dataclass(frozen=True, slots=True)
class Page:
    """One open audio page: whose, and by which personal token it was opened."""

    agent: int
    desk_token: str
    """SHA-256 (hex) of the personal token: the page ends with it."""
    id: str


@dataclass(frozen=True, slots=True)
class _Held:
    page: Page
    until: float


class DoorNews(BaseModel):
    """What the hubs of one database tell each other: a code to come, or a page that came in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    agent: int
    desk_token: str
    page: str
    code: str
    """SHA-256 (hex) of the code."""
    is_open: bool = False


class AudioDoor:
    """Codes in memory and by their digests only; sessions that the account's key signed."""

    def __init__(self, monotonic: Callable[[], float], secret: str, broadcast: Broadcast) -> None:
        """Make a door; without a secret, sessions end with this hub."""
        self._monotonic = monotonic
        self._broadcast = broadcast
        broadcast.overhear("audio", self.heard)
        self._key = hmac.digest(secret.encode() or secrets.token_bytes(32), PURPOSE, "sha256")
        self._codes: dict[str, _Held] = {}
        self._newest: dict[int, str] = {}
        """The page that each agent opened last at this hub."""
        self._closed: OrderedDict[str, None] = OrderedDict()

    def code(self, caller: Caller) -> str:
        """Make a code for somebody whose desk asked; an older one of theirs is void."""
        self._forget(caller.agent)
        if len(self._codes) >= MOST_CODES:
            raise NotServed(503, "busy", "Too many audio pages are being opened; try again.")
        code = secrets.token_urlsafe(BYTES)
        page = Page(caller.agent, caller.digest, secrets.token_urlsafe(BYTES))
        self._tell(page, _digest(code), is_open=False)
        return code

    def enter(self, code: str) -> str:
        """Take a code and give a session; the agent's other page ends. Raises NotServed."""
        self._forget()
        held = self._codes.pop(_digest(code), None)
        if held is None:
            raise NotServed(401, "code", "This code is used or too old; open the page again.")
        page = held.page
        self._tell(page, _digest(code), is_open=True)
        told = _text(json.dumps([page.agent, page.desk_token, page.id]).encode())
        return f"{told}.{self._mac(told)}"

    def page(self, session: str) -> Page:
        """Tell whose page asks. Raises NotServed."""
        told, _, mac = session.partition(".")
        if not hmac.compare_digest(self._mac(told).encode(), mac.encode()):
            raise ended()
        agent, desk_token, key = json.loads(base64.urlsafe_b64decode(told))
        page = Page(agent, desk_token, key)
        if key in self._closed or self._newest.get(agent, key) != key:
            raise ended()
        return page

    def close(self, page: Page) -> None:
        """End a page."""
        self._closed[page.id] = None
        if len(self._closed) > MOST_CLOSED:
            self._closed.popitem(last=False)

    def heard(self, text: str) -> None:
        """Take in what a hub told, this one too; what can't be read changes nothing."""
        try:
            news = DoorNews.model_validate_json(text)
        except ValidationError:
            log.warning("door_unread", extra={"size": len(text)})
            return
        self._forget(news.agent)
        if news.is_open:
            self._newest[news.agent] = news.page
        else:
            page = Page(news.agent, news.desk_token, news.page)
            self._codes[news.code] = _Held(page, self._monotonic() + CODE_SECONDS)

    def _tell(self, page: Page, code: str, *, is_open: bool) -> None:
        news = DoorNews(
            agent=page.agent,
            desk_token=page.desk_token,
            page=page.id,
            code=code,
            is_open=is_open,
        )
        # For hubs only: no desk listens to it.
        self._broadcast.tell("audio", news, to=())

    def _mac(self, told: str) -> str:
        return _text(hmac.digest(self._key, told.encode(), "sha256"))

    def _forget(self, agent: int = 0) -> None:
        now = self._monotonic()
        for key, held in list(self._codes.items()):
            if held.until <= now or held.page.agent == agent:
                del self._codes[key]


def ended() -> NotServed:
    """Make the answer to a page that is not known, whatever the reason."""
    challenge = (b"www-authenticate", b"Bearer")
    return NotServed(401, "session", "This page is not signed in any more.", (challenge,))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()
