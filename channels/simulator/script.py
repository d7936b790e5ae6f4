"""What a leg executes: one document after another, with fallback, until nothing is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.legs import call_form
from channels.simulator.twiml import CALL_VERBS, BadDocument, Document, fetch, parse, require
from channels.simulator.webhooks import DeliveryFailed

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg

    Verb = Callable[["Script", ET.Element], Awaitable[Document | None]]

APPLICATION_ERROR = "An application error has occurred. Goodbye."


class HangUp(Exception):
    """The document ends the call."""


class LeaveQueue(Exception):
    """The document takes the caller out of the queue it waits in."""


@dataclass(slots=True)
class Script:
    """The execution of TwiML on one leg."""

    board: Board
    leg: Leg
    verbs: Mapping[str, Verb]
    allowed: frozenset[str] | set[str] = field(default_factory=lambda: CALL_VERBS)
    extra: Callable[[], dict[str, str]] = dict
    """Further parameters of every request (queue position …)."""
    document: Document = field(default_factory=lambda: Document(""))

    async def fetch(
        self, url: str, method: str = "POST", form: Mapping[str, str] | None = None
    ) -> Document:
        """Fetch a document for this leg, from the fallback URL if need be; HangUp without one."""
        whole = call_form(self.leg) | self.extra() | dict(form or {})
        plant = self.board.plant
        try:
            return await fetch(plant, url, whole, method=method, allowed=self.allowed)
        except (DeliveryFailed, BadDocument) as error:
            return await self._fall_back(error, url, whole)

    async def _fall_back(
        self, error: DeliveryFailed | BadDocument, url: str, form: Mapping[str, str]
    ) -> Document:
        plant, fallback = self.board.plant, self.leg.fallback
        plant.journal.alert(error.code, url, str(error))
        if fallback is not None and fallback.url:
            told = dict(form) | {"ErrorCode": str(error.code), "ErrorUrl": url}
            try:
                return await fetch(
                    plant, fallback.url, told, method=fallback.method, allowed=self.allowed
                )
            except (DeliveryFailed, BadDocument) as second:
                plant.journal.alert(second.code, fallback.url, str(second))
        self.leg.answer()
        self.leg.hear(APPLICATION_ERROR)
        raise HangUp

    async def follow(self, document: Document | None) -> None:
        """Execute a document and those it leads to; raises HangUp or LeaveQueue."""
        while document is not None:
            before = self.board.plant.clock.now()
            url = document.url
            document = await self._perform(document)
            if document is not None and document.url == url:
                await self._breathe(before)

    async def _breathe(self, before: datetime) -> None:
        """Let time pass between rounds: a loop in no time would never end."""
        clock = self.board.plant.clock
        if clock.now() == before:
            await clock.sleep(0.5)

    async def _perform(self, document: Document) -> Document | None:
        self.document = document
        for verb in document.verbs:
            try:
                following = await self.verbs[verb.tag](self, verb)
            except BadDocument as error:
                following = await self._fall_back(error, document.url, call_form(self.leg))
            if following is not None:
                return following
            self.document = document
        return None

    async def start(self, url: str, method: str, twiml: str) -> None:
        """Execute inline TwiML or what a URL answers, then hang up: the work of a leg."""
        try:
            document = self._inline(twiml) if twiml else await self.fetch(url, method)
            await self.follow(document)
        except BadDocument as error:
            self.board.plant.journal.alert(error.code, "inline", error.detail)
            self.leg.hear(APPLICATION_ERROR)
        except (HangUp, LeaveQueue):
            pass
        self.leg.finish("completed")

    def _inline(self, twiml: str) -> Document:
        document = parse(twiml)
        require(self.board.plant, document, self.allowed)
        return document
