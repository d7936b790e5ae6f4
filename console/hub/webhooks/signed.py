"""Takes what the telephone provider signed; everything else ends here, unread and unstored."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from console.domain.base import Rejected
from console.hub.asgi import (
    CLOSE,
    KIB,
    BodyLimit,
    ClientGone,
    NotServed,
    answer,
    answer_error,
    read_body,
    unavailable,
)
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope, Send

    from channels.twilio.signature import Verifier
    from console.hub.metrics import Meters

    Params = dict[str, str]
    Answer = Callable[[Params, Params], Awaitable[str | None]]

log = logging.getLogger(__name__)

LIMIT = BodyLimit(256 * KIB)
XML = b"text/xml"
EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
LONGEST_ID = 64


class Unusable(Exception):
    """A signed request that can never be right, like one without an id."""


class Signed:
    """One signed route: verifies, then lets ``answer`` say the document, None for "noted"."""

    def __init__(self, route: str, verifier: Verifier, meters: Meters, respond: Answer) -> None:
        self._verifier = verifier
        self._respond = respond
        self._route = route
        self._taken = meters.webhooks.labels(route, "taken")
        self._forged = meters.webhooks.labels(route, "forged")
        self._failed = meters.webhooks.labels(route, "failed")
        self._refused = meters.webhooks.labels(route, "refused")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            form, query = await self._verified(scope, receive)
            document = await self._respond(form, query)
        except ClientGone:
            return
        except NotServed as error:
            await answer_error(send, error)
        except StoreUnavailable:
            self._failed.inc()
            await answer_error(send, unavailable())
        except Unusable:
            self._refused.inc()
            await answer_error(send, NotServed(400, "unusable", "An id is missing."))
        except Rejected as error:
            # The provider can do nothing about it; a retry would be refused in the same way.
            self._refused.inc()
            log.info("webhook_refused", extra={"route": self._route, "code": error.code})
            await answer(send, 200, EMPTY, XML)
        else:
            self._taken.inc()
            if document is None:
                await answer(send, 204)
            else:
                await answer(send, 200, document.encode(), XML)

    async def _verified(self, scope: Scope, receive: Receive) -> tuple[Params, Params]:
        """The form and the query, once their signature has been found right. Raises NotServed."""
        if scope["method"] != "POST":
            raise NotServed(405, "method", "Only POST.", ((b"allow", b"POST"), CLOSE))
        body = await read_body(scope, receive, LIMIT)
        content_type = signature = None
        for name, value in scope["headers"]:
            if name == b"x-twilio-signature":
                signature = value
            elif name == b"content-type":
                content_type = value.decode("latin-1")
        query = scope["query_string"]
        form = self._verifier.form(
            raw_path=scope["raw_path"],
            query=query,
            method="POST",
            content_type=content_type,
            body=body,
            signature=signature,
        )
        if form is None:
            self._forged.inc()
            raise NotServed(403, "forbidden", "The signature is wrong.")
        return params(form), asked(query)


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
