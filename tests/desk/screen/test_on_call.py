"""Who can help right now: the board, and a lead who lets somebody else be on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.agent import AgentChanged
from console.domain.board import BoardRow
from console.domain.cover import Cover, CoverOnCall, EndCover, OnCallCovered
from console.domain.routes import Rung
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

LEE = Rung(name="Lee Vet", way="sms", address="+1…60", minutes=0, zone="America/New_York")
KIM = Rung(name="Kim Ortiz", way="desk", minutes=0, agent=2, presence="available")
LAW = Rung(name="", way="sms", address="+1…80", minutes=0)
ROWS = (
    BoardRow(kind="rotation", name="vets", people=(LEE,), routes=("Vet on call",)),
    BoardRow(kind="schedule", name="nights", dead=("nobody is on in nights",)),
    BoardRow(kind="leads", name="", people=(KIM,)),
    BoardRow(kind="direct", name="", people=(LAW,), routes=("Legal", "Security")),
)


def posts(hub: PaperHub) -> None:
    """Put the board up."""
    members = (("kim", "Kim Ortiz"), ("lee", "Lee Vet"))
    dead = ("Legal: nobody is on in nights",)
    hub.board = hub.board.model_copy(update={"rows": ROWS, "members": members, "dead": dead})


def becomes_lead(hub: PaperHub) -> None:
    """Give the agent of this desk another role."""
    changed = AgentChanged(name=ME.name, role="lead", phone="")
    hub.happens(hub.add(f"agent/{ME.number}", changed, incident=None))


async def asks(desk: Stage) -> None:
    """Open the board by the palette."""
    await desk.press("ctrl+p")
    await desk.sees("Search for commands")
    await desk.types("who can help")
    await desk.sees("Who is on now, and who covers")
    await desk.press("enter")
    await desk.sees("WHO CAN HELP")


async def test_the_board_shows_who_is_on_their_hour_and_dead_routes(
    tmp_path: Path, hub: PaperHub
) -> None:
    posts(hub)
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        await asks(desk)
        await desk.sees("DEAD ROUTE Legal: nobody is on in nights")
        await desk.sees("vets · text · Lee Vet +1…60 · 05:00 there · for Vet on call")
        await desk.sees("nights · DEAD: nobody is on in nights")
        await desk.sees("leads · desk · Kim Ortiz · available")
        await desk.sees("Legal, Security · text · +1…80")


async def test_a_lead_lets_somebody_else_be_on_until_a_time(tmp_path: Path, hub: PaperHub) -> None:
    posts(hub)
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.sees("nobody has it")
        becomes_lead(hub)
        await desk.until(lambda: desk.app.session.model.me.role == "lead")  # type: ignore[union-attr]
        await asks(desk)
        await desk.types("vets")
        await desk.press("enter")
        await desk.sees("who is on for vets")
        await desk.types("kim")
        await desk.press("enter")
        await desk.sees("Kim Ortiz is on until, like 18:00")
        await desk.types("soon")
        await desk.press("enter")
        await desk.sees("Say a time too, like 18:00")
        await desk.press("ctrl+u")
        await desk.types("18:00")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        until = hub.log.now.replace(hour=18, minute=0, second=0, microsecond=0)
        assert hub.posts[-1].command == CoverOnCall(name="vets", person="kim", until=until)


async def test_an_agent_is_told_that_only_leads_change_who_is_on(
    tmp_path: Path, hub: PaperHub
) -> None:
    posts(hub)
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        await asks(desk)
        await desk.types("vets")
        await desk.press("enter")
        await desk.sees("Only leads change who is on")
        assert hub.posts == []


async def test_who_covers_stands_on_every_screen_and_a_lead_can_end_it(
    tmp_path: Path, hub: PaperHub
) -> None:
    posts(hub)
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        becomes_lead(hub)
        begins = hub.log.now
        fields = {
            "of": "vets",
            "member": "kim",
            "name": "Kim Ortiz",
            "begins": begins,
            "until": begins + timedelta(hours=9),
            "by": "Lee Park",
        }
        hub.happens(hub.add("queue/*", OnCallCovered.model_validate(fields), incident=None))
        await desk.sees("Kim Ortiz is on for vets until 18:00 UTC (Lee Park)")
        covered = ROWS[0].model_copy(update={"cover": Cover.model_validate(fields)})
        hub.board = hub.board.model_copy(update={"rows": (covered,)})
        await asks(desk)
        await desk.sees("Kim Ortiz instead until Mon 18:00 (Lee Park)")
        await desk.types("vets")
        await desk.press("enter")
        await desk.sees("END: Kim Ortiz instead until")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[-1].command == EndCover(name="vets")
