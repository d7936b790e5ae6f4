"""Leads in a call: who can hear them, who may be heard, and when a call is taken over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import Agent
from console.domain.assistance import AnswerHelp, AskForHelp, decide_answer, decide_ask
from console.domain.base import Rejected
from console.domain.call import evolve_call
from console.domain.call_events import RoomReported
from console.domain.call_state import Call
from console.domain.guests import GuestDropAsked, GuestInvited, GuestModeAsked, GuestTroubled
from console.domain.incident import Incident, evolve_incident
from console.domain.supervision import (
    CallTakenOver,
    TakeOverAsked,
    check_comes,
    check_watch,
    due_take_over,
    heard_by,
    is_gone,
    is_too_loud,
    leg_of,
    speaker,
    watchers,
)

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.guests import Mode

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LEE = Agent(number=5, name="Lee Park", role="lead", phone="+14155550115")
KIM = Agent(number=6, name="Kim Ortiz", role="lead", phone="+14155550116")
ASKED = TakeOverAsked(leg="guest-1", agent=5, name="Lee Park", reason="danger")


def comes(mode: Mode = "listen") -> GuestInvited:
    return GuestInvited(
        leg="guest-1", role="lead", name="Lee Park", to=LEE.phone, agent=5, by=5, purpose="watch",
        mode=mode,
    )  # fmt: skip


def room(event: str, sequence: int, leg: str = "guest-1", *, muted: bool = True,
         coaching: bool = False) -> RoomReported:  # fmt: skip
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg=leg, sid=f"CA-{leg}", muted=muted,
        coaching=coaching,
    )  # fmt: skip


def told(*events: Event) -> Call:
    call = Call(id="CA1", incident=1, agent=1, agent_name="Sam Lee", agent_leg="agent-1-1")
    begun = [room("participant-join", n, leg, muted=False)
             for n, leg in ((1, "agent-1-1"), (2, "customer"))]  # fmt: skip
    for event in (*begun, *events):
        call = evolve_call(call, event, AT)
    return call


def test_who_hears_a_lead_is_what_the_provider_confirmed_and_not_what_was_asked() -> None:
    whispers = told(
        comes(), room("participant-join", 3), GuestModeAsked(leg="guest-1", mode="whisper")
    )
    guest = whispers.guests["guest-1"]
    assert heard_by(whispers, guest) == "nobody"
    confirmed = evolve_call(whispers, room("participant-unmute", 5, muted=False, coaching=True), AT)
    assert heard_by(confirmed, guest) == "agent"
    late = evolve_call(confirmed, room("participant-modify", 4, coaching=True), AT)
    assert heard_by(late, guest) == "agent"
    loud = evolve_call(confirmed, room("participant-modify", 6, muted=False), AT)
    assert heard_by(loud, guest) == "everybody"
    assert is_too_loud(guest, loud.part("guest-1"))
    assert not is_too_loud(guest, confirmed.part("guest-1"))


def test_a_lead_who_listens_and_is_not_muted_is_too_loud_whoever_hears_them() -> None:
    for coaching in (True, False):
        call = told(comes(), room("participant-join", 3, muted=False, coaching=coaching))
        assert is_too_loud(call.guests["guest-1"], call.part("guest-1"))


def test_a_lead_is_there_until_they_have_left_or_never_came() -> None:
    asked = told(comes())
    assert [g.name for g in watchers(asked)] == ["Lee Park"]
    assert leg_of(told(comes(), GuestDropAsked(leg="guest-1", by=5)), 5) is None
    unreached = GuestTroubled(leg="guest-1", about="invite", words="Nobody answered.")
    assert watchers(told(comes(), unreached)) == ()
    there = told(comes(), room("participant-join", 3), unreached)
    assert not is_gone(there, there.guests["guest-1"])
    gone = told(comes(), room("participant-join", 3), room("participant-leave", 9))
    assert is_gone(gone, gone.guests["guest-1"])


@pytest.mark.parametrize("mode", ["whisper", "barge"])
def test_one_lead_speaks_at_a_time_and_others_read_who(mode: Mode) -> None:
    call = told(comes(mode), room("participant-join", 3))
    assert speaker(call) is not None
    check_watch(call, KIM, "listen")
    check_watch(call, LEE, "barge")
    with pytest.raises(Rejected, match=r"Lee Park .* one lead speaks at a time"):
        check_watch(call, KIM, "barge")


def test_nobody_watches_their_own_call_or_one_that_nobody_is_in() -> None:
    with pytest.raises(Rejected, match="your own call"):
        check_watch(told(), LEE.model_copy(update={"number": 1}), "listen")
    with pytest.raises(Rejected, match="Nobody is connected"):
        check_watch(Call(id="CA2", incident=1), LEE, "listen")
    with pytest.raises(Rejected, match="role"):
        check_watch(told(), LEE.model_copy(update={"role": "agent"}), "listen")
    alone = told(room("participant-leave", 8, "agent-1-1"))
    with pytest.raises(Rejected, match="nobody to whisper to"):
        check_watch(alone, LEE, "whisper")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": ""}, "no phone"),
        ({"watching": "CA9"}, "another call"),
        ({"call": "CA9"}, "your own"),
        ({"offer": "CA9"}, "your own"),
    ],
)
def test_a_lead_is_rung_only_when_the_phone_is_free(change: dict[str, str], words: str) -> None:
    check_comes(told(), LEE)
    with pytest.raises(Rejected, match=words):
        check_comes(told(), LEE.model_copy(update=change))


def test_a_call_is_taken_over_when_everybody_hears_who_takes_it() -> None:
    asked = told(comes("barge"), ASKED, room("participant-join", 3))
    assert due_take_over(asked) is None
    heard = evolve_call(asked, room("participant-unmute", 4, muted=False), AT)
    assert due_take_over(heard) is not None
    for event in (
        GuestModeAsked(leg="guest-1", mode="listen"),
        GuestTroubled(leg="guest-1", about="mode", words="No."),
        GuestDropAsked(leg="guest-1", by=5),
    ):
        assert due_take_over(evolve_call(heard, event, AT)) is None


def test_the_former_agent_listens_or_is_on_the_way_out() -> None:
    for stays in (True, False):
        taken = CallTakenOver(
            leg="guest-1", agent=5, name="Lee Park", former=1, former_name="Sam Lee",
            former_leg="agent-1-1", stays=stays,
        )  # fmt: skip
        call = told(comes("barge"), room("participant-join", 3, muted=False), taken)
        assert (call.agent, call.agent_leg, call.phase) == (5, "guest-1", "talking")
        former = call.guests["agent-1-1"]
        assert (former.mode, former.drop_asked) == ("listen", not stays)
        assert is_too_loud(former, call.part("agent-1-1"))
        assert list(call.guests) == ["agent-1-1"]


def test_help_is_asked_once_answered_and_taken_back() -> None:
    calm = Incident(number=1)
    ask = AskForHelp(incident=1, words="he shouts")
    with pytest.raises(Rejected, match="Nobody asks"):
        decide_answer(calm, AnswerHelp(incident=1, words="coming"), 5, "Lee Park")
    (asked,) = decide_ask(calm, ask, 1, "Sam Lee")
    waits = evolve_incident(calm, asked, AT)
    assert waits.help is not None
    assert waits.help.is_open
    assert decide_ask(waits, ask, 1, "Sam Lee") == []
    (answer,) = decide_answer(waits, AnswerHelp(incident=1, words="coming"), 5, "Lee Park")
    answered = evolve_incident(waits, answer, AT)
    assert answered.help is not None
    assert (answered.help.lead_name, answered.help.answer) == ("Lee Park", "coming")
    (back,) = decide_ask(answered, AskForHelp(incident=1, on=False), 1, "Sam Lee")
    assert evolve_incident(answered, back, AT).help is None
