"""Wide, doubtful and joined signs in every column at once push no column aside (X5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from console.domain.incident_events import FlagSet
from console.domain.person import ContactIdentified
from tests.desk.core.entries import ANA
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

ODD = {
    "wide": "日本語の猫が迷子です 한국어 ",
    "joined": "👩‍👩‍👧‍👦👨‍⚕️🏳️‍🌈 ",
    "doubtful": "①±Ω½→☎️❤️§×÷ ",
    "flags and skins": "🇺🇸🇩🇪👍🏽👋🏿 ",
    "towers": "z\u0301\u0302\u0303\u0304\u0305\u0306a\u0300 ",
    "right to left": "שלום مرحبا \u202egpj.exe\u200b ",
}
EDGES = ("▕", "▏")


def edges_of(row: str) -> list[int]:
    """The cells at which the panes of a row begin and end."""
    return [cell_len(row[: at + 1]) for at, sign in enumerate(row) if sign in EDGES]


def rows_of(desk: Stage) -> list[str]:
    """Every row as it goes to the terminal, with all that stands on one letter."""
    height = desk.app.size.height
    return [strip.text for strip in desk.app.screen._compositor.render_strips()[:height]]


@pytest.mark.parametrize(
    ("text", "size"),
    [*((text, (120, 36)) for text in ODD.values()), ("".join(ODD.values()), (80, 24))],
    ids=[*ODD, "all on a small screen"],
)
async def test_every_column_begins_where_it_did_before(
    tmp_path: Path, hub: PaperHub, text: str, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("ctrl+t")
        before = {tuple(edges_of(row)) for row in rows_of(desk)}
        hub.snippets[1] = text * 9
        odd = hub.texted(f"{text * 20}\n\nEND")
        named = ContactIdentified(person=1, name=text * 5)
        flag = FlagSet(flag=text[:20], note=text * 6)
        hub.happens(
            odd,
            hub.add(f"contact/{ANA}", named, incident=None),
            hub.add("incident/1", flag),
        )
        await desk.sees("END")
        rows = rows_of(desk)
        assert {cell_len(row) for row in rows} == {size[0]}
        assert {tuple(edges_of(row)) for row in rows} <= before
