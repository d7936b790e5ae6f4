"""``console audit`` lists who looked at what, and finds a line that was changed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.base import TextArrived
from console.hub.admin import add_agent, door, record_export
from console.hub.store.engine import write_engine
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent
from console.hub.wishes_access import Look, Looked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with an incident that was opened, searched for and exported."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    upgrade(url)

    async def happen() -> None:
        await add_agent(url, AddAgent("sam", "Sam", "agent", "+14155550171"))
        await add_agent(url, AddAgent("kim", "Kim", "agent", "+14155550172"))
        now = datetime.now(UTC)
        async with door(url) as ask:
            sid, sender = "SM" + "2" * 32, "+14155550142"
            await ask(TextArrived(sid=sid, account="", sender=sender, to="+14155550100", body="x"))
            await ask(Looked((Look(now - timedelta(days=30), 1, "timeline", 1),)))
            more = Look(now, 1, "search", about="a number …42"), Look(now, 1, "timeline", 1)
            await ask(Looked((*more, Look(now, 1, "refused", about="PATCH /api/me\x1b[31m"))))
        await record_export(url, 1)

    asyncio.run(happen())
    return url


def audit(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it."""
    return subprocess.run(
        [sys.executable, "-m", "console", "audit", *words],
        cwd=ROOT,
        env={"PATH": "", "STEADYLINE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_lists_looks_searches_refusals_and_exports(url: str) -> None:
    told = audit(url)
    assert told.returncode == 0, told.stderr
    lines = [line.split("  ", 1)[1] for line in told.stdout.splitlines()]
    assert lines[:2] == ["sam  searched for  a number …42", "sam  opened  incident 1"]
    assert lines[2].startswith("sam  was refused  PATCH /api/me")
    assert "\x1b" not in told.stdout
    assert lines[3] == "the operator  exported  incident 1"
    assert len(audit(url, "--days", "60").stdout.splitlines()) == 5


def test_it_can_be_asked_about_one_incident_or_one_person(url: str) -> None:
    found = [
        json.loads(line)
        for line in audit(url, "--incident", "1", "--json").stdout.split("\n")
        if line
    ]
    assert [(one["login"], one["what"]) for one in found] == [
        ("sam", "timeline"), ("", "incident.read"),
    ]  # fmt: skip
    assert len(audit(url, "--agent", "sam").stdout.splitlines()) == 3
    assert "Nobody looked at any of it in the last 7 days" in audit(url, "--agent", "kim").stdout
    assert audit(url, "--agent", "kim", "--json").stdout == ""
    assert "There is no incident '9'" in audit(url, "--incident", "9").stderr
    assert "There is no account" in audit(url, "--agent", "nobody").stderr


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE look SET incident = 2 WHERE id = 3",
        "UPDATE look SET agent = 2 WHERE id = 3",
        "UPDATE look SET about = '' WHERE id = 2",
        "DELETE FROM look WHERE id = 2",
        "UPDATE look SET at = '2026-01-01 00:00:00.000000' WHERE id = 2",
    ],
)
def test_a_changed_or_missing_line_is_found(url: str, change: str) -> None:
    engine = write_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()
    told = audit(url)
    assert told.returncode == 1
    assert "who looked at what was changed" in told.stderr
