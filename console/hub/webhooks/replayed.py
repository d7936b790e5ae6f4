"""What a request that was kept aside asks to be stored, by the path it came to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from channels.twilio.signature import parse_form
from console.hub.webhooks.calls import ring
from console.hub.webhooks.held import LEFT_QUEUE, RINGS
from console.hub.webhooks.mail_events import EVENTS, wishes_of
from console.hub.webhooks.mails import PARSED, kept_mail
from console.hub.webhooks.queueing import left
from console.hub.webhooks.routes import FACTS
from console.hub.webhooks.signed import asked, params

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.hub.journal.file import Kept
    from console.hub.store.wish import Wish
    from console.hub.webhooks.noted import WishOf
    from console.hub.webhooks.settings import MailSettings, VoiceSettings

    Asked = Callable[[Kept], Awaitable[list[Wish]]]


def replayed(voice: VoiceSettings, mail: MailSettings) -> dict[str, Asked]:
    """Give the ways; every signature was checked before anything was kept."""

    async def mailed(kept: Kept) -> list[Wish]:
        wish = await asyncio.to_thread(kept_mail, kept, mail.threading_key)
        return [replace(wish, came_at=kept.at)]

    async def reported(kept: Kept) -> list[Wish]:
        return wishes_of(kept.body)

    ways: dict[str, WishOf] = FACTS | {
        RINGS: lambda form, _: ring(voice, form),
        LEFT_QUEUE: left,
    }
    found = {path: _form(wish_of) for path, wish_of in ways.items()}
    return found | {PARSED: mailed, EVENTS: reported}


def _form(wish_of: WishOf) -> Asked:
    async def posted(kept: Kept) -> list[Wish]:
        wish = wish_of(params(parse_form(kept.body)), asked(kept.query.encode("latin-1")))
        return [replace(wish, came_at=kept.at)]

    return posted
