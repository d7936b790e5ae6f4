"""An agent exchanges their invitation for a token that nobody else reads (T6, T4)."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from console.cli.invited import take_invitation
from console.cli.words import Problem
from console.config import load
from console.hub.admin import add_agent, invite_agent
from console.hub.wishes import AddAgent
from tests.hub.http.kit import settings_for, world

if TYPE_CHECKING:
    from pathlib import Path

    from console.config import Settings


def desk_of(hub_url: str, folder: Path) -> Settings:
    """Settings of a desk with an empty home."""
    return load(
        environ={
            "STEADYLINE_DESK_HUB_URL": hub_url,
            "STEADYLINE_DESK_TOKEN_FILE": str(folder / "private" / "token"),
        }
    )


async def test_the_token_is_written_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio
    import io

    settings = settings_for(f"sqlite:///{tmp_path / 'hub.db'}")
    async with world(settings) as place:
        await add_agent(settings.database.url, AddAgent("ana", "Ana", "agent", ""))
        code = await invite_agent(settings.database.url, "ana", hours=24)
        desk = desk_of(place.hub.url, tmp_path)
        monkeypatch.setattr("sys.stdin", io.StringIO(code + "\n"))
        await asyncio.to_thread(take_invitation, desk)
        kept = desk.desk.token_path
        assert kept.read_text().startswith("sl_")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        monkeypatch.setattr("sys.stdin", io.StringIO(code + "\n"))
        with pytest.raises(Problem, match="not valid"):
            await asyncio.to_thread(take_invitation, desk)


def test_a_hub_that_is_away_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("sli_x\n"))
    with pytest.raises(Problem, match="can't be reached"):
        take_invitation(desk_of("http://127.0.0.1:9", tmp_path))
