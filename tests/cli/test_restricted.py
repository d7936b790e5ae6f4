"""An incident whose named people are all gone can still be opened, at the operator's shell only."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from channels.base import TextArrived
from console.hub.admin import add_agent, door
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with one incident, which everybody may see."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shell') / 'hub.db'}"
    upgrade(url)

    async def happen() -> None:
        await add_agent(url, AddAgent("sam", "Sam", "lead", "+14155550171"))
        async with door(url) as ask:
            sid, sender = "SM" + "2" * 32, "+14155550142"
            await ask(TextArrived(sid=sid, account="", sender=sender, to="+14155550100", body="x"))

    asyncio.run(happen())
    return url


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9", "sam", "--reason", "x"), "There is no incident '9'."),
        (("1", "nobody", "--reason", "x"), "There is no account nobody."),
        (("1", "sam", "--reason", "x"), "This incident is not restricted."),
        (("1", "sam"), "--reason"),
    ],
)
def test_what_can_not_be_is_said_in_one_line(url: str, words: tuple[str, ...], said: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "console", "restricted", *words],
        cwd=ROOT,
        env={"PATH": "", "STEADYLINE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert said in told.stderr
    assert "Traceback" not in told.stderr
