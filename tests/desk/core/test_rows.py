"""The work list shows what is most urgent first, and who else is there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.model import Model
from console.domain.agent import AgentEngaged, AgentFreed, AgentOffered, AgentWrapping
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallEnded,
    CallOffered,
    WrapUpEnded,
)
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import SeveritySet, StatusMoved
from console.domain.wire import QueueRow, Snapshot, Typing
from tests.desk.core.entries import ANA, ME, START, Log

if TYPE_CHECKING:
    from console.domain.base import Event


def floor(*incidents: Incident, call: str | None = None, offer: str | None = None) -> Model:
    model = Model(lambda: 0.0)
    me = ME.model_copy(update={"call": call, "offer": offer})
    calls = [Call(id=i.live_call, incident=i.number) for i in incidents if i.live_call]
    model.load(
        Snapshot(
            seq=1,
            now=START,
            me=me,
            agents=[me],
            rows=[QueueRow(incident=incident) for incident in incidents],
            calls=calls,
            numbers=[],
            mail_from="",
            queue_limits={},
        )
    )
    return model


def order(model: Model) -> list[int]:
    return [row.incident.number for row in model.rows()]


def test_the_most_urgent_comes_first() -> None:
    at = [START + timedelta(minutes=minute) for minute in range(10)]
    model = floor(
        Incident(number=1, status="open", last_at=at[3]),
        Incident(number=2, status="open", last_at=at[4]),
        Incident(number=3, status="open", unanswered=1, waiting_since=at[2]),
        Incident(number=4, status="open", unanswered=9, waiting_since=at[1]),
        Incident(number=5, status="open", trouble=("m1",), last_at=at[1]),
        Incident(number=6, status="open", severity="critical"),
        Incident(number=7, status="open", live_call="ringing"),
        Incident(number=8, status="open", live_call="mine"),
        Incident(number=9, status="solved", severity="critical", last_at=at[9]),
        Incident(number=10, status="closed"),
        call="mine",
        offer="ringing",
    )
    assert order(model) == [8, 7, 6, 5, 4, 3, 2, 1, 9]
    whys = [row.why for row in model.rows()]
    assert whys[:6] == [
        "your call", "rings for you", "danger", "did not arrive", "unanswered", "unanswered",
    ]  # fmt: skip


def test_somebody_elses_live_call_does_not_jump_the_queue() -> None:
    model = floor(
        Incident(number=1, status="open", live_call="theirs", last_at=START),
        Incident(number=2, status="open", severity="critical"),
        call="mine",
    )
    assert order(model) == [2, 1]
    assert model.rows()[1].call is not None


def test_viewers_and_typers_are_named_on_the_row_but_never_myself() -> None:
    log = Log()
    log.opened()
    moment = [0.0]
    model = Model(lambda: moment[0])
    model.load(log.snapshot())
    for agent, name, doing in ((3, "Sam Lee", "typing"), (4, "Robin Roe", "typing"),
                               (5, "Kim Poe", "viewing")):  # fmt: skip
        word = Typing.model_validate({"incident": 1, "agent": agent, "name": name, "doing": doing})
        assert model.hear(word)
    assert model.rows()[0].here == ("Robin Roe types", "Kim Poe")
    moment[0] = 10.0
    assert model.rows()[0].here == ("Kim Poe", "Robin Roe")
    assert model.hear(Typing(incident=1, agent=5, name="Kim Poe", doing="left"))
    assert [word.name for word in model.here(1)] == ["Robin Roe"]
    moment[0] = 100.0
    assert model.here(1) == []


def test_the_same_word_again_is_no_news() -> None:
    model = Model(lambda: 0.0)
    word = Typing(incident=1, agent=4, name="Robin Roe", doing="typing")
    assert model.hear(word)
    assert not model.hear(word)
    assert not model.hear(Typing(incident=2, agent=4, name="Robin Roe", doing="left"))


def test_a_row_reads_as_it_would_from_a_fresh_snapshot_after_every_entry() -> None:
    log = Log()
    log.opened(1)
    log.opened(2, "tel:+14155550102")
    model = Model(lambda: 0.0)
    model.load(log.snapshot())
    until = START + timedelta(hours=1)
    happenings: list[tuple[str, Event, int | None]] = [
        ("call/c1", CallArrived(sid="CA1", handle=ANA, to="+1"), 1),
        ("agent/3", AgentOffered(call="c1"), None),
        ("call/c1", CallOffered(agent=3, name="Sam Lee", until=until), 1),
        ("call/c1", CallAccepted(agent=3, name="Sam Lee", phone="+1", leg="a"), 1),
        ("agent/3", AgentEngaged(call="c1"), None),
        ("incident/2", SeveritySet(severity="critical", reason="knife"), 2),
        ("call/c1", CallEnded(), 1),
        ("agent/3", AgentWrapping(call="c1"), None),
        ("call/c1", WrapUpEnded(agent=3), 1),
        ("agent/3", AgentFreed(call="c1"), None),
        ("incident/2", StatusMoved(before="open", after="closed"), 2),
    ]
    for stream, event, incident in happenings:
        model.rows()
        model.apply(log.add(stream, event, incident=incident))
        fresh = Model(lambda: 0.0)
        fresh.load(log.snapshot())
        told = [(row.incident, row.rank, row.why) for row in model.rows()]
        assert told == [(row.incident, row.rank, row.why) for row in fresh.rows()]
