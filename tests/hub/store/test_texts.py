"""A text that comes in is kept whole, on either database."""

from __future__ import annotations

from typing import Any

import pytest

from channels.base import Media
from console.domain.base import json_of
from console.domain.message_events import MessageReceived
from console.domain.timeline import parse_event
from tests.hub.store.shift import ANA, shift

TEXTS: tuple[dict[str, Any], ...] = (
    {"body": ""},
    {"body": "ñ 🐕 \u2028 \x07 <b>\n\ttwo\\lines"},
    {"body": "STOP", "opt_out": "STOP"},
    {"body": "my card is 4111 1111 1111 1111"},
    {"body": "look", "media": (Media("https://api.twilio.com/x", "image/png", "x.png", 12),)},
)


@pytest.mark.parametrize("text", TEXTS, ids=["empty", "odd", "stop", "card", "picture"])
async def test_an_event_made_without_checks_is_what_the_checks_would_make(
    database_url: str, text: dict[str, Any]
) -> None:
    async with shift(database_url) as hub:
        outcome = await hub.texts(ANA, **text)
        (made,) = [e.event for e in outcome.entries if isinstance(e.event, MessageReceived)]
        assert made.model_fields_set == set(MessageReceived.model_fields)
        assert MessageReceived.model_validate(made.model_dump()) == made
        assert parse_event(json_of(made)) == made
        assert hub.faults() == []
