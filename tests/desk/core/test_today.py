"""The day in counts goes on from the hub's, whichever of both comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.model import Model
from console.domain.call_events import CallArrived, CallEnded, CallQueued
from console.domain.call_state import Call
from console.domain.served import FloorView, counts_of, summed
from console.domain.timeline import fold
from tests.desk.core.entries import ANA, START, Log

if TYPE_CHECKING:
    from datetime import datetime

MIDNIGHT = START.replace(hour=0)


def _rings(log: Log, call: str) -> None:
    log.add(f"call/{call}", CallArrived(sid=call, handle=ANA, to="+14155550100"))
    log.add(f"call/{call}", CallQueued())


def _view(log: Log, seq: int, since: datetime = MIDNIGHT) -> FloorView:
    calls = [s for s in fold(log.entries[:seq]).values() if isinstance(s, Call)]
    counts = summed(counts_of(call, since, 20) for call in calls)
    return FloorView(seq=seq, since=since, service_seconds=20, counts=list(counts.values()))


def test_a_view_of_any_moment_comes_to_the_same_counts() -> None:
    log = Log()
    log.opened()
    for number in range(4):
        _rings(log, f"CA{number}")
        if number % 2:
            log.add(f"call/CA{number}", CallEnded(reason="caller-left"))
    newest = len(log.entries)
    wanted = _view(log, newest).counts
    for seq in range(1, newest + 1):
        for seen in (1, newest // 2, newest):
            model = Model(lambda: 0.0)
            model.load(log.snapshot(1))
            for entry in log.entries[1:seen]:
                model.apply(entry)
            model.today.load(_view(log, seq))
            for entry in log.entries[seen:]:
                model.apply(entry)
            assert list(model.today.counts.values()) == wanted, (seq, seen)


def test_after_a_gap_nothing_is_counted_until_the_hub_is_asked_again() -> None:
    log = Log()
    log.opened()
    model = Model(lambda: 0.0)
    model.load(log.snapshot())
    model.today.load(_view(log, 1))
    _rings(log, "CA1")
    model.load(log.snapshot())
    assert (model.today.view, model.today.counts) == (None, {})
