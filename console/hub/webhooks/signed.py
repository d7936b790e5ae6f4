"""Takes what the telephone provider signed; everything else ends here, unread and unstored."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from console.domain.base import Rejected
from console.hub.asgi import (
    CLOSE,
    KIB,
    BodyLimit,
    ClientGone,
    NotServed,
    answer_error,
    read_body,
    unavailable,
)
from console.hub.reply import Post, Reply
from console.hub.store.wish import StoreUnavailable
from console.hub.told import told_of
from console.hub.webhooks.held import held, resumed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope, Send

    from channels.twilio.signature import Verifier
    from console.hub.metrics import Meters
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]
    Respond = Callable[[Params, Params], Awaitable[str | None]]

log = logging.getLogger(__name__)

LIMIT = BodyLimit(256 * KIB)
XML = b"text/xml"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
NOTHING = Reply(200, EMPTY.encode(), XML)
"""A document without an instruction."""
NOTED = Reply(204)
LONGEST_ID = 64


class Unusable(Exception):
    """A signed request that can never be right, like one without an id."""


class Verified(ABC):
    """A route that answers nothing but what is signed."""

    def __init__(self, route: str, verifier: Verifier, meters: Meters) -> None:
        self._verifier = verifier
        self._route = route
        self._meters = meters
        self._taken = meters.webhooks.labels(route, "taken")
        self._forged = meters.webhooks.labels(route, "forged")
        self._failed = meters.webhooks.labels(route, "failed")
        self._refused = meters.webhooks.labels(route, "refused")
        self._kept = meters.webhooks.labels(route, "kept")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request that came by ASGI."""
        try:
            if scope["method"] != "POST":
                raise NotServed(405, "method", "Only POST.", ((b"allow", b"POST"), CLOSE))
            body = await read_body(scope, receive, LIMIT)
        except ClientGone:
            return
        except NotServed as error:
            await answer_error(send, error)
            return
        post = Post(scope["raw_path"], scope["query_string"], scope["headers"], body)
        await (await self.reply(post)).send(send)

    @abstractmethod
    async def reply(self, post: Post) -> Reply:
        """Answer one post."""

    def ask(self, _post: Post, _answer: Callable[[Reply], None]) -> bool:
        """Leave it to ``reply``: what is said is worked out while others are served."""
        return False

    def _excuse(self, error: Exception) -> Reply:
        match error:
            case NotServed():
                return Reply.of(error)
            case StoreUnavailable():
                self._failed.inc()
                return Reply.of(unavailable())
            case Unusable():
                self._refused.inc()
                return Reply.of(NotServed(400, "unusable", "An id is missing."))
            case Rejected():
                # The provider can do nothing about it; a retry would be refused in the same way.
                self._refused.inc()
                log.info("webhook_refused", extra={"route": self._route, "code": error.code})
                return NOTHING
            case _:
                # It asks again after a 503, and after nothing else.
                return Reply.of(told_of(error, self._meters, fault_status=503))

    def _verified(self, post: Post) -> tuple[Params, Params]:
        """The form and the query, once their signature has been found right. Raises NotServed."""
        content_type = signature = None
        for name, value in post.headers:
            if name == b"x-twilio-signature":
                signature = value
            elif name == b"content-type":
                content_type = value.decode("latin-1")
        form = self._verifier.form(
            raw_path=post.raw_path,
            query=post.query,
            method="POST",
            content_type=content_type,
            body=post.body,
            signature=signature,
        )
        if form is None:
            self._forged.inc()
            raise NotServed(403, "forbidden", "The signature is wrong.")
        return params(form), asked(post.query)


class Signed(Verified):
    """Lets ``respond`` say the document, None for "noted"."""

    def __init__(
        self,
        route: str,
        verifier: Verifier,
        meters: Meters,
        respond: Respond,
        *,
        voice: VoiceSettings | None = None,
    ) -> None:
        super().__init__(route, verifier, meters)
        self._respond = respond
        self._voice = voice

    async def reply(self, post: Post) -> Reply:
        """Answer one post; who is on the telephone is not let go because we can't write."""
        form: Params = {}
        query: Params = {}
        try:
            form, query = resumed(*self._verified(post))
            document = await self._respond(form, query)
        except StoreUnavailable as error:
            if self._voice is None:
                return self._excuse(error)
            self._failed.inc()
            words = held(self._voice, self._route, form, query)
            return Reply(200, words.encode(), XML)
        except Exception as error:
            return self._excuse(error)
        self._taken.inc()
        return NOTED if document is None else Reply(200, document.encode(), XML)


def params(pairs: list[tuple[str, str]]) -> Params:
    """Fields by name; NUL, which no database column takes, becomes visible."""
    found = dict(pairs)
    if "\0" not in "".join(found.values()):
        return found
    return {name: value.replace("\0", "\ufffd") for name, value in found.items()}


def asked(query: bytes) -> Params:
    """The parameters of a query."""
    if not query:
        return {}
    return params(parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=50))


def named(value: str) -> str:
    """Give an id as it is. Raises Unusable for what is none."""
    plain = value.replace("-", "").replace("_", "")
    if not (len(value) <= LONGEST_ID and plain.isascii() and plain.isalnum()):
        raise Unusable
    return value
