"""Words about leads in a call: for the lead, for the agent, and where the agent is not to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.lines.call import tell_call
from console.desk.names import Names
from console.desk.scene import Scene
from console.desk.wording.lead import company_words, lead_words
from console.domain.agent import Agent
from console.domain.call import evolve_call
from console.domain.call_events import RoomReported
from console.domain.call_state import Call
from console.domain.guests import GuestInvited, GuestModeAsked, GuestTroubled
from tests.desk.core.entries import START, Log

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.guests import Mode

LEE = Agent(number=5, name="Lee Park", role="lead")


def comes(mode: Mode) -> GuestInvited:
    return GuestInvited(
        leg="guest-1", role="lead", name="Lee Park", to="+14155550115", agent=5, by=5,
        purpose="watch", mode=mode,
    )  # fmt: skip


def room(sequence: int, leg: str = "guest-1", *, muted: bool = True, coaching: bool = False,
         event: str = "participant-join") -> RoomReported:  # fmt: skip
    return RoomReported(conference="CF1", event=event, sequence=sequence, leg=leg, sid="CA9",
                        muted=muted, coaching=coaching)  # fmt: skip


def told(*events: Event) -> Call:
    call = Call(id="CA1", incident=1, agent=1, agent_name="Sam Lee", agent_leg="a1")
    for event in (room(1, "a1", muted=False), *events):
        call = evolve_call(call, event, START)
    return call


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([comes("listen")], ["RINGING YOU INTO THE CALL OF Sam Lee · nobody hears you"]),
        ([comes("listen"), room(3)], ["LISTENING to Sam Lee · nobody hears you"]),
        (
            [comes("whisper"), room(3)],
            ["LISTENING to Sam Lee · nobody hears you", "not whispering yet…"],
        ),
        (
            [comes("whisper"), room(3, muted=False, coaching=True)],
            ["WHISPERING · only Sam Lee hears you"],
        ),
        ([comes("barge"), room(3, muted=False)], ["BARGED IN · everybody hears you"]),
        (
            [comes("barge"), room(3, muted=False), GuestModeAsked(leg="guest-1", mode="listen")],
            ["BARGED IN · everybody hears you", "going silent…"],
        ),
        (
            [comes("whisper"), room(3), room(4, "a1", event="participant-leave")],
            ["LISTENING to Sam Lee · nobody hears you", "nobody to whisper to"],
        ),
        (
            [comes("listen"), room(3), GuestTroubled(leg="guest-1", about="mode", words="No.")],
            ["LISTENING to Sam Lee · nobody hears you", "! No."],
        ),
    ],
)
def test_a_lead_reads_who_hears_them_and_what_is_still_under_way(
    events: list[Event], words: list[str]
) -> None:
    assert [text for text, _ in lead_words(told(*events), LEE)] == words


def test_an_agent_sees_who_listens_only_where_that_is_the_rule() -> None:
    silent, loud = told(comes("listen"), room(3)), told(comes("barge"), room(3, muted=False))
    assert company_words(silent, sees_listening=True) == [("Lee Park listens", "quiet")]
    assert company_words(silent, sees_listening=False) == []
    assert company_words(loud, sees_listening=False) != []


def test_the_timeline_of_an_agent_who_is_not_to_know_has_no_line_of_a_listener() -> None:
    for sees in (True, False):
        names, log = Names(), Log()
        names.sees_listening = sees
        scene, call, lines = Scene(names), told(), []
        events = [comes("listen"), room(3), room(5, event="participant-leave")]
        for event in events:
            call = evolve_call(call, event, START)
            scene.calls["CA1"] = call
            lines.append(tell_call(log.add("call/CA1", event), event, scene))
        heads = [line.head for line in lines if line is not None]
        assert heads == (
            [
                "call · Lee Park asks to listen",
                "call · Lee Park listens; nobody hears them",
                "call · Lee Park has left",
            ]
            if sees
            else []
        )
