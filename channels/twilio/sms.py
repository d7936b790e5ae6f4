"""Sends texts and looks up what became of them.

There is no idempotency key: a text is repeated only when it surely was not processed.
https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from channels.base import Receipt, Uncertain, Unreachable
from channels.twilio.errors import UNCERTAIN, translated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from twilio.rest import Client  # type: ignore[import-untyped]
    from twilio.rest.api.v2010.account.message import (  # type: ignore[import-untyped]
        MessageInstance,
    )

    from channels.base import OutboundText

log = logging.getLogger(__name__)

LOOKED_THROUGH = 50
"""Newest texts of a pair of numbers that a lookup compares."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long an unreachable provider is asked again."""

    tries: int = 4
    total_seconds: float = 8.0
    first_pause_seconds: float = 0.5


class TwilioMessaging:
    """Texts over the provider's REST interface.

    Args:
        client: On our async transport.
        pause: Waits that many seconds.
        chance: A number from 0 up to 1, so that many hubs do not ask again in step.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        client: Client,
        *,
        patience: Patience = Patience(),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._patience = patience
        self._pause = pause
        self._chance = chance
        self._clock = clock

    async def send(self, text: OutboundText) -> Receipt:
        """Send once, asking again only while the provider surely did not process it.

        Raises:
            Refused: The provider said no.
            Unreachable: Not sent; carries the provider's delay if it was too long to wait here.
            Uncertain: Perhaps sent; ``find`` it before anything else.
        """
        deadline = self._clock() + self._patience.total_seconds
        tries = 0
        while True:
            tries += 1
            try:
                return await self._create(text)
            except Unreachable as error:
                delay = self._delay(tries, error)
                if tries >= self._patience.tries or self._clock() + delay > deadline:
                    raise
                log.info("text not accepted yet", extra={"out": text.out, "tries": tries})
                await self._pause(delay)

    async def find(self, text: OutboundText, *, sent_after: float) -> Receipt | None:
        """The newest text with the same recipient, sender and body.

        Creation times are compared here: the provider's date filter knows only ``date_sent``,
        which is empty while a text is queued. The provider's clock decides, to the second: take
        the allowance for clocks that differ off ``sent_after``.
        """
        filters = {"to": text.to}
        if not _is_pool(text.sender):
            filters["from_"] = text.sender
        with translated():
            listed = await self._client.messages.list_async(limit=LOOKED_THROUGH, **filters)
        return _newest(listed, text, math.floor(sent_after))

    async def _create(self, text: OutboundText) -> Receipt:
        sender = "messaging_service_sid" if _is_pool(text.sender) else "from_"
        with translated():
            made = await self._client.messages.create_async(
                to=text.to,
                body=text.body,
                status_callback=text.status_url,
                **{sender: text.sender},
            )
        if not made.sid:
            raise Uncertain(UNCERTAIN.what, do=UNCERTAIN.do)
        return _receipt(made)

    def _delay(self, tries: int, error: Unreachable) -> float:
        """Seconds until the next try: doubled each time, half of it by chance, never too early."""
        step = self._patience.first_pause_seconds * 2.0 ** (tries - 1)
        backoff = step * (0.5 + self._chance() / 2)
        return max(backoff, error.retry_after or 0.0)


def _is_pool(sender: str) -> bool:
    """Whether the sender is a messaging service, which picks the number itself."""
    return sender.startswith("MG")


def _receipt(message: MessageInstance) -> Receipt:
    return Receipt(sid=str(message.sid), status=str(message.status or ""))


def _newest(listed: list[MessageInstance], text: OutboundText, since: int) -> Receipt | None:
    matches = [
        (message.date_created, _receipt(message))
        for message in listed
        if isinstance(message.date_created, datetime)
        and message.date_created.timestamp() >= since
        and _is_same(message, text)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _is_same(message: MessageInstance, text: OutboundText) -> bool:
    sender = message.messaging_service_sid if _is_pool(text.sender) else message.from_
    is_pair = str(message.to) == text.to and str(sender) == text.sender
    return is_pair and _lines(str(message.body or "")) == _lines(text.body)


def _lines(body: str) -> list[str]:
    """A body up to what travels badly: line ends and the space around it."""
    return body.strip().splitlines()
