"""Alarms on a real floor: every value that they are about, and a snooze that is everybody's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, get_args

from console.desk.link import Link
from console.desk.wall.alarms import FloorAlarms
from console.desk.wall.queues import Readings
from console.domain.agent import SetPresence
from console.domain.alarms import About, AlarmRule
from console.domain.call_events import EndCall
from console.domain.floor_events import SnoozeAlarm
from console.domain.incident_events import TakeNext
from console.domain.note import AddNote
from tests.flows.floor import floor
from tests.flows.talking import a_talk, is_in

if TYPE_CHECKING:
    from tests.flows.desk import Desk

NAMES = ("", "safety")


async def _counts(lee: Desk) -> None:
    since = datetime.now(UTC) - timedelta(hours=1)
    assert isinstance(lee.link, Link)
    view = await lee.link.floor(since)
    lee.model.today.load(view.model_copy(update={"overdue_minutes": 0}))


def _values(lee: Desk) -> dict[About, int | None]:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    readings = Readings(lee.model, soon)
    return {about: readings.value(AlarmRule(about=about, limit=0)) for about in get_args(About)}


async def test_every_value_is_read_from_what_happens(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park", role="lead")
        dana, roy = shift.customer(), shift.customer("Roy Park", "+14155550143")
        await _counts(lee)
        call = await a_talk(dana, sam)
        await sam.does(EndCall(call=call.id))
        await is_in(sam, call, "wrap-up")
        await roy.rings()
        await lee.until(lambda: _values(lee)["waiting"] == 1, "see who waits")
        values = _values(lee)
        assert (values["longest_wait"] or 0) >= 1
        assert (values["agents_free"], values["service_level"]) == (0, 100)
        await roy.leg.hangs_up()
        await lee.until(lambda: _values(lee)["followups"] == 1, "see whom to get back to")
        assert _values(lee)["service_level"] == 50
        await dana.texts("is my dog well?")
        await lee.until(lambda: _values(lee)["overdue"] == 1, "see what nobody answered")
        await sam.does(TakeNext())
        await sam.does(AddNote(incident=1, text="> we write in 20 min"))
        await lee.until(lambda: bool(lee.model.incidents[1].promises), "see what was promised")
        late = datetime.now(UTC) + timedelta(minutes=26)
        rule = AlarmRule(about="promises", limit=0)
        assert Readings(lee.model, late).value(rule) == 1
        assert Readings(lee.model, late - timedelta(minutes=3)).value(rule) == 0
        await sam.does(SetPresence(state="offline"))
        await lee.until(lambda: (_values(lee)["left_behind"] or 0) >= 1, "see what was left")


async def test_a_snooze_is_seen_by_every_lead_and_outlives_the_hub(database_url: str) -> None:
    async with floor(database_url) as shift:
        lee = await shift.agent("lee", "Lee Park", role="lead")
        kim = await shift.agent("kim", "Kim Roe", role="lead")
        sam = await shift.agent()
        wish = SnoozeAlarm(about="agents_free", minutes=15)
        assert "lead" in await sam.is_told(wish)
        await lee.does(wish)
        await kim.until(lambda: "*" in kim.model.queues, "see the snooze")
        await shift.goes_down()
        await shift.comes_back()
        ann = await shift.agent("ann", "Ann Poe", role="lead")
        for desk in (kim, ann):
            alarms = FloorAlarms()
            alarms.load([AlarmRule(about="agents_free", queue=name, limit=5) for name in NAMES])
            now = datetime.now(UTC) + timedelta(seconds=5)
            assert alarms.look(desk.model, now)
            quiet = next(one for one in alarms.all if not one.rule.queue)
            assert quiet.is_on
            assert not quiet.is_loud(now)
            assert quiet.snooze is not None
            assert quiet.snooze.by == "Lee Park"
            assert [wish.queue for wish in alarms.snooze(now)[0]] == ["safety"]
