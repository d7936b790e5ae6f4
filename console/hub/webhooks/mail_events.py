"""What became of our mails, as the provider's event webhook tells."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from channels.email.receipts import receipt_words
from channels.email.sendgrid import parse_events
from console.hub.asgi import (
    CLOSE,
    MIB,
    BodyLimit,
    ClientGone,
    NotServed,
    answer,
    answer_error,
    read_body,
    unavailable,
)
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.webhooks.mails import is_signed
from console.hub.wishes import MailReported

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.email.sendgrid import MailEvent
    from console.hub.journal.keeper import Keeper
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.webhooks.settings import MailSettings

EVENTS = "/sendgrid/events"
LIMIT = BodyLimit(4 * MIB)
LONGEST_ID = 200


class MailEvents:
    """``POST /sendgrid/events``: signed, repeated for a day, each event known by its id."""

    def __init__(
        self, recorder: Recorder, keeper: Keeper, settings: MailSettings, meters: Meters
    ) -> None:
        self._recorder = recorder
        self._keeper = keeper
        self._settings = settings
        self._outcomes = meters.webhooks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one batch."""
        try:
            wishes, body = await self._verified(scope, receive)
            await self._store(wishes, body)
        except ClientGone:
            return
        except StoreUnavailable:
            self._count("failed")
            await answer_error(send, unavailable())
        except NotServed as error:
            self._count("forged" if error.status == 403 else "refused")
            await answer_error(send, error)
        else:
            self._count("taken")
            await answer(send, 204)

    async def _store(self, wishes: list[Wish], body: bytes) -> None:
        """Store all of them, or keep the whole batch. Raises StoreUnavailable."""
        if self._keeper.is_open:
            asked = [self._recorder.record(wish) for wish in wishes]
            found = await asyncio.gather(*asked, return_exceptions=True)
            if not any(isinstance(one, StoreUnavailable) for one in found):
                return
        cause = f"sendgrid:batch:{hashlib.sha256(body).hexdigest()}"
        await self._keeper.keep(self._keeper.request(cause, EVENTS, body))
        self._count("kept")

    async def _verified(self, scope: Scope, receive: Receive) -> tuple[list[Wish], bytes]:
        if scope["method"] != "POST":
            raise NotServed(405, "method", "Only POST.", ((b"allow", b"POST"), CLOSE))
        body = await read_body(scope, receive, LIMIT)
        key = self._settings.events_key
        if not key or not is_signed(scope, body, key):
            raise NotServed(403, "forbidden", "The signature is wrong.")
        try:
            return wishes_of(body), body
        except ValueError:
            raise NotServed(400, "not_json", "These are no events.") from None

    def _count(self, outcome: str) -> None:
        self._outcomes.labels(EVENTS, outcome).inc()


def wishes_of(body: bytes) -> list[Wish]:
    """Wish for each event of a batch to be stored. Raises ValueError."""
    return [_wish(event) for event in parse_events(body)]


def _wish(event: MailEvent) -> Wish:
    reported = MailReported(
        event_id=event.event_id[:LONGEST_ID],
        kind=event.kind,
        out=event.out,
        sid=event.message_id,
        words=receipt_words(event),
    )
    cause = f"sendgrid:{event.event_id[:LONGEST_ID]}"
    return Wish(reported, cause=cause, actor="provider:sendgrid")
