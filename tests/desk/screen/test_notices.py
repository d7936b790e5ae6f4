"""What every desk must know stands above everything else until it is over."""

from __future__ import annotations

from datetime import UTC, datetime
from logging import ERROR
from typing import TYPE_CHECKING

from console.domain.wire import Notice
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SILENT = Notice(about="phone", words="The phone provider is silent. What you send waits.", since=AT)


async def test_a_silent_provider_is_told_until_it_answers(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        hub.signal(SILENT)
        await desk.sees("The phone provider is silent. What you send waits. (since ")
        await desk.press("f1")
        await desk.press("f1")
        hub.signal(SILENT.model_copy(update={"words": ""}))
        await desk.sees_no("The phone provider is silent")


async def test_one_thing_that_can_not_be_shown_does_not_stop_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        with monkeypatch.context() as broken:
            broken.delattr("console.desk.model.Model.apply")
            hub.signal(hub.texted("nobody sees this at once"))
            await desk.sees("Something the hub told could not be shown")
        assert [r.getMessage() for r in caplog.records if r.levelno >= ERROR] == ["signal_failed"]
        hub.signal(hub.texted("but what comes next is shown"))
        await desk.sees("but what comes next is shown")


async def test_what_is_for_leads_is_not_shown_to_an_agent(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        foreign = Notice(about="quarantine", words="Set aside: 2", roles=("lead", "manager"))
        hub.signal(foreign)
        hub.signal(SILENT)
        await desk.sees("The phone provider is silent")
        assert "Set aside" not in desk.seen
