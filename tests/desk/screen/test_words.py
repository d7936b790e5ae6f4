"""States in words: every one says what is true, and nothing that is only hoped for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.desk.health import Health
from console.desk.wording.call import MyCalls, call_clock, call_words
from console.desk.wording.link import link_words
from console.desk.wording.queue import age
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call, Part

NOW = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


def ago(seconds: int) -> datetime:
    """A moment in the past."""
    return NOW - timedelta(seconds=seconds)


def call(**changes: object) -> Call:
    """A call of mine that began 192 seconds ago."""
    parts = {CUSTOMER: Part(joined_seq=1), "a1": Part(joined_seq=2)}
    known: dict[str, object] = {
        "id": "CA1",
        "incident": 1,
        "agent": 3,
        "agent_leg": "a1",
        "parts": parts,
        "answered_at": ago(192),
        **changes,
    }
    return Call.model_validate(known)


def read(mine: MyCalls) -> str:
    """The call bar."""
    return " · ".join(words for words, _ in call_words(mine, NOW))


def held(seconds: int) -> Call:
    """The same call on hold."""
    parts = {CUSTOMER: Part(joined_seq=1, hold=True), "a1": Part(joined_seq=2)}
    return call(parts=parts, hold_asked=True, held_at=ago(seconds))


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (MyCalls(presence="available"), "NO CALL · AVAILABLE"),
        (MyCalls(offer=call(offer_at=ago(12))), "RINGING 00:12"),
        (
            MyCalls(call=call(parts={}, arrived_at=ago(5))),
            "CONNECTING 00:05 · your phone is not dialled yet · NOT RECORDED",
        ),
        (MyCalls(call=call(recording="on")), "ON CALL 03:12 · REC"),
        (MyCalls(call=call(recording="paused")), "ON CALL 03:12 · RECORDING PAUSED"),
        (MyCalls(call=call(recording="pausing")), "ON CALL 03:12 · pausing… STILL RECORDING"),
        (MyCalls(call=held(41)), "ON CALL 03:12 · ON HOLD 00:41 · NOT RECORDED"),
        (MyCalls(call=held(161)), "ON CALL 03:12 · ON HOLD 02:41 TOO LONG · NOT RECORDED"),
        (MyCalls(wrap=call(over=True, ended_at=ago(20))), "WRAP-UP 00:20"),
    ],
)
def test_the_call_bar_says_how_it_is(mine: MyCalls, words: str) -> None:
    assert read(mine) == words


def test_the_call_clock_starts_with_the_talk() -> None:
    assert call_clock(call(), NOW) == 192
    assert call_clock(call(answered_at=None), NOW) is None
    assert call_clock(None, NOW) is None


def test_the_link_says_since_when_it_is_not_live_and_what_waits() -> None:
    away = Health(words="the hub can't be reached", is_live=False)
    words = "".join(text for text, _ in link_words(away, 2, NOW, ago(60)))
    assert words == "2 not yet saved  not live since 08:59:00 · 09:00 UTC"


def test_a_live_link_shows_its_round_trip() -> None:
    live = Health(words="live", is_live=True, round_trip_ms=12.4, loss=0.1)
    words = "".join(text for text, _ in link_words(live, 0, NOW, NOW))
    assert words == "live 12 ms loss 10% · 09:00 UTC"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "now"), (250, "4m"), (5900, "98m"), (7300, "2h"), (200_000, "2d"), (-50, "now")],
)
def test_ages_are_short_and_never_negative(seconds: int, words: str) -> None:
    assert age(ago(seconds), NOW) == words
