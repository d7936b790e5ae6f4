"""What a page says, and how answers are read (F52, F55)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from console.domain.paging import Page
from console.domain.paging_events import PageStep
from console.domain.paging_words import (
    Reply,
    card_lines,
    pagerduty_of,
    read_reply,
    slack_of,
    sms_of,
    spoken_of,
)

PAGE = Page(
    key="1-1",
    code="4821",
    route="vet",
    title="Vet on call",
    by=1,
    by_name="Sam Lee",
    words="rat poison",
    asked_at=datetime(2026, 3, 6, 9, tzinfo=UTC),
    steps=(PageStep(to=("leads",), minutes=5),),
    card=(("asked", "rat poison"), ("who", "Dana +1…42"), ("risk", "policy 123456789")),
)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("a", Reply("acknowledge")),
        (" A. ", Reply("acknowledge")),
        ("4821 e", Reply("escalate", "4821")),
        ("4821e", Reply("escalate", "4821")),
        ("4821-C", Reply("close", "4821")),
        ("ack", Reply("acknowledge")),
        ("4821 5", Reply("close", "4821")),
        ("4821", None),
        ("on my way", None),
        ("a dog bit me", None),
        ("", None),
    ],
)
def test_an_answer_is_read_and_words_are_no_answer(text: str, reply: Reply | None) -> None:
    assert read_reply(text) == reply


def test_channels_that_are_not_ours_get_neither_names_nor_numbers() -> None:
    said = [sms_of(PAGE, "NMK-HN1"), spoken_of(PAGE), json.dumps(slack_of(PAGE, "NMK-HN1"))]
    said.append(json.dumps(pagerduty_of(PAGE, "NMK-HN1", "key")))
    assert all("Dana" not in one and "123456789" not in one for one in said)
    assert all("rat poison" in one for one in said)
    assert ("who", "Dana +1…42") in card_lines(PAGE, is_outside=False)


def test_a_page_by_text_is_no_longer_than_three_segments() -> None:
    page = PAGE.model_copy(update={"words": "poison " * 90})
    assert len(sms_of(page, "NMK-HN1")) <= 459
