"""The lines over the timeline: whatever else has to go, an alarm is never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.widgets.incident_header import IncidentHeader, packed
from console.domain.incident_events import FlagSet
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_flag_is_read_whole_at_every_size(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        await desk.on_call()
        for flag in ("no voicemail", "legal hold", "never ring her husband", "bites"):
            hub.happens(hub.add("incident/1", FlagSet(flag=flag)))
        await desk.sees("NO VOICEMAIL", "LEGAL HOLD", "NEVER RING HER HUSBAND", "BITES")


async def test_with_few_alarms_the_lines_are_two(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        hub.happens(hub.add("incident/1", FlagSet(flag="legal hold")))
        await desk.sees("LEGAL HOLD")
        await desk.until(lambda: desk.app.desk.header.size.height == 2)


async def test_alarms_shown_before_there_is_a_width_are_packed_once_there_is(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        hub.happens(hub.add("incident/1", FlagSet(flag="legal hold")))
        await desk.sees("LEGAL HOLD")
        session = desk.app.session
        incident = session.showing.incident if session is not None else None
        assert incident is not None
        early = IncidentHeader()
        early.show_incident(incident, incident.flags, [], 1)
        await desk.app.desk.mount(early, after=desk.app.desk.header)
        await desk.until(lambda: "LEGAL HOLD" in early.plain)
        await desk.until(lambda: early.size.height == 2)


def test_marks_go_to_the_next_row_whole() -> None:
    marks = [("yours ", "good"), (" RESTRICTED ", "alarm"), (" LEGAL HOLD ", "alarm")]
    rows = ["".join(words for words, _ in row) for row in packed(marks, 20)]
    assert rows == ["yours   RESTRICTED  ", " LEGAL HOLD  "]
