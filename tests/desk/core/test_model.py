"""A desk's model follows the hub: each entry once, in order, whatever is fetched when."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from console.desk.model import Changes, Model
from console.domain.agent import AgentFreed, AgentOffered, PresenceSet
from console.domain.call_events import CallAccepted, CallArrived, CallEnded, WrapUpEnded
from console.domain.incident import Incident
from console.domain.incident_events import IncidentTaken
from console.domain.message_events import MessageComposed, MessageReceived, MessageReported
from console.domain.note import NoteAdded, NoteEdited
from console.domain.timeline import Unknown, fold
from console.domain.wire import Snapshot
from tests.desk.core.entries import ANA, ME, START, Log

if TYPE_CHECKING:
    from console.domain.timeline import Entry


def text(log: Log, number: int, incident: int = 1, body: str = "Hello") -> Entry:
    event = MessageReceived(channel="sms", sid=f"SM{number}", handle=ANA, to="+1", body=body)
    return log.add(f"message/SM{number}", event, incident=incident)


def loaded(log: Log) -> Model:
    model = Model(lambda: 0.0)
    model.load(log.snapshot())
    return model


def test_following_the_stream_ends_where_the_hubs_own_fold_does() -> None:
    log = Log()
    model = loaded(log)
    log.opened()
    for number in range(5):
        text(log, number)
    log.add("incident/1", IncidentTaken(agent=3, name="Sam Lee"), actor="agent:3")
    for entry in log.entries:
        model.apply(entry)
    folded = fold(log.entries)["incident/1"]
    assert isinstance(folded, Incident)
    assert model.incidents[1] == folded
    assert model.seq == len(log.entries)
    assert model.rows()[0].snippet == "Hello"


def test_an_entry_seen_before_changes_nothing() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    model.open(log.view())
    entry = text(log, 1)
    model.apply(entry)
    before = (model.incidents[1], model.lines(1))
    assert model.apply(entry) == Changes()
    assert (model.incidents[1], model.lines(1)) == before


def test_the_timeline_is_in_order_of_commit_even_when_the_hubs_clock_jumps_back() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    model.open(log.view())
    model.apply(text(log, 1, body="first"))
    model.apply(log.add("note/n", NoteAdded(id="n", text="second"), after=-7200))
    assert [line.text for line in model.lines(1)][1:] == ["first", "second"]


def test_an_incident_not_opened_changes_its_row_only() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    changes = model.apply(text(log, 1))
    assert changes == Changes(incidents=frozenset({1}))
    assert model.lines(1) == []


def test_an_incident_never_heard_of_is_asked_for_and_then_known() -> None:
    log = Log()
    log.opened()
    model = Model(lambda: 0.0)
    model.load(log.snapshot().model_copy(update={"rows": []}))
    entry = text(log, 1)
    assert model.apply(entry).missing == {1}
    assert model.rows() == []
    model.learn(log.view())
    assert [row.incident.unanswered for row in model.rows()] == [1]


@pytest.mark.parametrize("read_at", range(2, 7))
def test_a_view_fits_in_whenever_the_hub_read_it(read_at: int) -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    for number in range(5):
        text(log, number)
    for entry in log.entries[:4]:
        model.apply(entry)
    model.open(log.view(seq=read_at))
    for entry in log.entries[4:]:
        model.apply(entry)
    assert [line.key for line in model.lines(1)] == ["e1", "e2", "e3", "e4", "e5", "e6"]
    assert model.incidents[1] == log.view().incident
    assert model.stale == set()


def test_what_a_newer_view_already_counts_is_not_counted_again() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    log.add("note/n", NoteAdded(id="n", text="Rex"), actor="agent:3")
    log.add("note/n", NoteEdited(id="n", text="Max"), actor="agent:3")
    text(log, 1)
    model.open(log.view())
    for entry in log.entries:
        model.apply(entry)
    assert model.opened[1].scene.notes["n"].edits == 1
    assert model.incidents[1].unanswered == 1


def test_older_pages_go_above_and_know_what_happened_since() -> None:
    log = Log()
    log.opened()
    sent = MessageComposed(id="m", channel="sms", sender="+1", to=(ANA,), body="Yes", due=START)
    log.add("message/m", sent, actor="agent:3")
    for number in range(4):
        text(log, number)
    model = loaded(log)
    model.open(log.view(newest=2))
    model.apply(log.add("message/m", MessageReported(id="m", status="delivered")))
    assert len(model.lines(1)) == 2
    assert model.opened[1].more
    model.older(1, log.page(before=model.opened[1].oldest))
    assert [line.key for line in model.lines(1)] == ["e1", "e2", "e3", "e4", "e5", "e6"]
    assert model.lines(1)[1].status == "delivered"
    assert not model.opened[1].more


def test_a_page_read_before_the_newest_entries_is_brought_up_to_date() -> None:
    log = Log()
    log.opened()
    sent = MessageComposed(id="m", channel="sms", sender="+1", to=(ANA,), body="Yes", due=START)
    log.add("message/m", sent, actor="agent:3")
    for number in range(4):
        text(log, number)
    model = loaded(log)
    model.open(log.view(newest=2))
    page = log.page(before=model.opened[1].oldest)
    model.apply(log.add("message/m", MessageReported(id="m", status="delivered")))
    model.older(1, page)
    assert model.lines(1)[1].status == "delivered"
    assert model.stale == set()


def test_an_entry_that_a_page_knew_already_does_not_happen_twice() -> None:
    log = Log()
    log.opened()
    log.add("note/n", NoteAdded(id="n", text="Dog is calm"), actor="agent:3")
    for number in range(4):
        text(log, number)
    model = loaded(log)
    model.open(log.view(newest=2))
    edited = log.add("note/n", NoteEdited(id="n", text="Dog is not calm"), actor="agent:3")
    model.older(1, log.page(before=model.opened[1].oldest))
    model.apply(edited)
    assert model.opened[1].scene.notes["n"].edits == 1
    assert model.lines(1)[1].text == "Dog is not calm"


def test_after_a_resync_lines_stay_readable_and_are_stale_until_reopened() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    model.open(log.view())
    for number in range(3):
        text(log, number)
    model.load(log.snapshot())
    assert model.stale == {1}
    assert len(model.lines(1)) == 1
    model.open(log.view())
    assert model.stale == set()
    assert len(model.lines(1)) == 4


def test_a_view_read_before_the_snapshot_leaves_the_incident_stale() -> None:
    log = Log()
    log.opened()
    view = log.view()
    text(log, 1)
    model = loaded(log)
    model.open(view)
    assert model.stale == {1}


def test_my_offer_my_call_and_my_wrap_up_follow_the_entries() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    model.apply(log.add("call/c1", CallArrived(sid="CA1", handle=ANA, to="+1")))
    offered = model.apply(log.add("agent/3", AgentOffered(call="c1"), incident=None))
    assert offered.mine
    offer = model.my_offer()
    assert offer is not None
    assert model.rows()[0].why == "rings for you"
    accepted = CallAccepted(agent=3, name="Sam Lee", phone="+1", leg="a1")
    assert model.apply(log.add("call/c1", accepted)).mine
    model.apply(log.add("call/c1", CallEnded()))
    assert model.calls["c1"].phase == "wrap-up"
    model.apply(log.add("call/c1", WrapUpEnded(agent=3)))
    model.apply(log.add("agent/3", AgentFreed(call="c1"), incident=None))
    assert model.calls == {}
    assert (model.my_call(), model.my_offer(), model.my_wrap()) == (None, None, None)


def test_my_presence_and_that_of_others_are_told_apart() -> None:
    log = Log()
    model = loaded(log)
    theirs = model.apply(log.add("agent/4", PresenceSet(state="break"), incident=None))
    assert (theirs.agents, theirs.mine) == (True, False)
    mine = model.apply(log.add("agent/3", PresenceSet(state="lost"), incident=None))
    assert (mine.agents, mine.mine) == (True, True)
    assert model.me is not None
    assert model.me.presence == "lost"


def test_what_this_desk_does_not_know_never_stops_it() -> None:
    log = Log()
    log.opened()
    model = loaded(log)
    model.open(log.view())
    model.apply(log.add("incident/1", Unknown(kind="pigeon.landed")))
    model.apply(log.add("pigeon/7", Unknown(kind="pigeon.flew")))
    model.apply(log.add("pigeon/8", Unknown(kind="pigeon.flew"), incident=None))
    heads = [line.head for line in model.lines(1)]
    assert heads[1:] == ["update needed to show this entry"] * 2


def test_hub_time_runs_on_the_steady_clock_and_never_behind_an_entry() -> None:
    log = Log()
    log.opened()
    steady = [100.0]
    model = Model(lambda: steady[0])
    model.load(log.snapshot())
    assert (model.hub_now(160.0) - log.now).total_seconds() == 60
    assert model.hub_now(40.0) == log.now
    entry = log.add("incident/1", IncidentTaken(agent=3, name="Sam Lee"), after=7200)
    model.apply(entry)
    assert model.hub_now(100.0) == entry.at


def test_a_hundred_entries_a_second_into_an_opened_incident_of_ten_thousand_cost_little() -> None:
    log = Log()
    log.opened()
    for number in range(10_000):
        text(log, number)
    model = loaded(log)
    model.open(log.view())
    fresh = [text(log, 20_000 + number) for number in range(500)]
    begun = time.perf_counter()
    for entry in fresh:
        model.apply(entry)
    each = (time.perf_counter() - begun) / len(fresh)
    assert len(model.lines(1)) == 10_501
    # Measured 0.05 ms; a hundred a second must leave the loop nearly idle even on a slow machine.
    assert each < 0.002


def test_a_snapshot_without_incidents_is_an_empty_work_list() -> None:
    snapshot = Snapshot(
        seq=7, now=START, me=ME, agents=[], rows=[], calls=[], numbers=[], mail_from="",
        queue_limits={},
    )  # fmt: skip
    model = Model(lambda: 0.0)
    model.load(snapshot)
    assert (model.rows(), model.seq, model.agents) == ([], 7, {3: ME})
