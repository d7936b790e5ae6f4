"""The call bar while a transfer or a guest is on the way: always in one place, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.desk.wording.call import MyCalls, call_words
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call, Part
from console.domain.guests import Guest
from console.domain.transfer import Transfer

if TYPE_CHECKING:
    from console.domain.transfer_events import How

NOW = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
ME, LEE = 3, 7
IN, RINGS = Part(joined_seq=5), Part(status="ringing")
HELD = Part(joined_seq=1, hold=True)
BEGAN = {"id": "CA1", "incident": 1, "agent": ME, "agent_leg": "a1", "agent_name": "Sam Lee"}


def ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


def guest(name: str = "Vet", leg: str = "guest-1", **facts: object) -> Guest:
    known: dict[str, object] = {"role": "outsider", "since": ago(12), **facts}
    return Guest.model_validate({"leg": leg, "name": name, **known})


def transfer(how: How = "warm", **facts: object) -> Transfer:
    known: dict[str, object] = {"target": "agent", "by": ME, "by_name": "Sam Lee", "agent": LEE}
    return Transfer.model_validate({"how": how, "name": "Lee Park", **known, **facts})


def call(*guests: Guest, caller: Part | None = None, **facts: object) -> Call:
    parts = {CUSTOMER: caller or Part(joined_seq=1), "a1": Part(joined_seq=2)}
    parts |= {g.leg: IN if g.since_what == "in the call" else RINGS for g in guests}
    hold = {"hold_asked": True, "held_at": ago(40)} if caller is HELD else {}
    known: dict[str, object] = {"answered_at": ago(192), "recording": "on", **hold, **facts}
    given = {g.leg: g for g in guests}
    return Call.model_validate({**BEGAN, "parts": parts, "guests": given, **known})


def bar(known: Call, me: int = ME) -> str:
    return " · ".join(words for words, _ in call_words(MyCalls(call=known, me=me), NOW))


LEE_RINGS = guest("Lee Park", role="colleague", agent=LEE, purpose="consult")
LEE_IS_IN = LEE_RINGS.model_copy(update={"since_what": "in the call"})
ASKED = transfer(until=NOW + timedelta(seconds=32))
TAKEN = transfer(leg="guest-1")
ALL = transfer(leg="guest-1", joined=True)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (call(guest()), "ON CALL 03:12 · RINGING VET 00:12 · REC"),
        (call(guest(), guest("Owner", "guest-2")), "ON CALL 03:12 · RINGING 2 GUESTS · REC"),
        (call(transfer=ASKED), "ON CALL 03:12 · ASKING LEE PARK 00:32 LEFT · REC"),
        (
            call(LEE_RINGS, caller=HELD, transfer=TAKEN),
            "ON CALL 03:12 · RINGING LEE PARK 00:12 · CALLER ON HOLD 00:40 · REC",
        ),
        (
            call(LEE_IS_IN, caller=HELD, transfer=TAKEN),
            "ON CALL 03:12 · CONSULTING LEE PARK · CALLER ON HOLD 00:40 · REC",
        ),
        (call(LEE_IS_IN, transfer=ALL), "ON CALL 03:12 · ALL TALK WITH LEE PARK · REC"),
    ],
)
def test_the_sender_reads_where_it_stands(known: Call, words: str) -> None:
    assert bar(known).startswith(words)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (call(LEE_RINGS, caller=HELD, transfer=TAKEN), "RINGING YOUR PHONE 00:12 · CALLER ON HOLD"),
        (call(LEE_IS_IN, caller=HELD, transfer=TAKEN), "SAM LEE ASKS YOU · CALLER ON HOLD 00:40"),
        (call(LEE_IS_IN, transfer=ALL), "ALL TALK WITH SAM LEE"),
    ],
)
def test_the_receiver_reads_who_asks(known: Call, words: str) -> None:
    assert f"ON CALL 03:12 · {words}" in bar(known, LEE)


def test_who_is_told_there_is_not_told_again_behind() -> None:
    words = bar(call(guest()))
    assert words.count("VET") + words.count("Vet") == 1
    trouble = "Vet's line is busy. Try again in a moment."
    failed = call(guest(trouble=trouble), trouble=trouble)
    assert bar(failed).count(trouble) == 1


def test_a_muted_agent_reads_that_before_everything_that_a_narrow_bar_may_cut() -> None:
    known = call(LEE_IS_IN, caller=HELD, transfer=TAKEN, mute_asked=True)
    parts = {**known.parts, "a1": Part(joined_seq=2, muted=True)}
    words = bar(known.model_copy(update={"parts": parts}))
    assert words.startswith("ON CALL 03:12 · MUTED · CONSULTING LEE PARK")


def test_a_handoff_rings_for_so_long_yet_and_says_from_whom() -> None:
    offer = call(transfer=ASKED)
    words = " · ".join(said for said, _ in call_words(MyCalls(offer=offer, me=LEE), NOW))
    assert words == "RINGING 00:32 LEFT · FROM SAM LEE"


def test_who_has_handed_a_call_over_reads_where_the_caller_is() -> None:
    waits = transfer("cold", target="queue", to="claims", agent=None)
    queued = call(agent=None, agent_leg="", transfer=waits)
    for known, words in (
        (queued, "WRAP-UP · CALLER WAITS IN CLAIMS"),
        (call(agent=LEE, agent_name="Lee Park"), "WRAP-UP · Lee Park has the caller"),
    ):
        assert " · ".join(w for w, _ in call_words(MyCalls(wrap=known, me=ME), NOW)) == words
