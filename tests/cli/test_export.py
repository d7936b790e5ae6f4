"""An exported incident can be verified by somebody who has nothing but the file."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from channels.base import CallArrived, TextArrived
from console.hub.admin import door
from console.hub.store.migrate import upgrade
from console.hub.wishes import CallRings

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "he is here \x1b[2J\u202e"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with a call and a text of one person in it."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    upgrade(url)

    async def happen() -> None:
        async with door(url) as ask:
            call = CallArrived(
                sid="CA" + "1" * 32, account="", caller="+14155550142", to="+14155550100"
            )
            await ask(CallRings(call, "safety"))
            await ask(
                TextArrived(
                    sid="SM" + "2" * 32,
                    account="",
                    sender="+14155550142",
                    to="+14155550100",
                    body=HOSTILE,
                )
            )

    asyncio.run(happen())
    return url


def _export(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "console", "export", *arguments],
        cwd=ROOT,
        env={**os.environ, "STEADYLINE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_chain_of_an_export_holds_and_breaks_when_a_word_is_changed(url: str) -> None:
    done = _export(url, "1")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert _holds(found)
    assert any(HOSTILE in json.loads(entry["data"]).get("body", "") for entry in found["entries"])
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout
    found["entries"][2]["data"] = found["entries"][2]["data"].replace("e", "a", 1)
    assert not _holds(found)


def _holds(found: dict[str, object]) -> bool:
    """The check of the guide, with nothing of ours."""
    chain, entries = found["genesis"], found["entries"]
    assert isinstance(entries, list)
    for entry in entries:
        digest = hashlib.sha256(f"{entry['salt']}{entry['data']}".encode()).hexdigest()
        names = ("at", "seq", "stream", "incident", "actor", "cause", "part", "kind", "digest")
        link = "|".join([str(chain), *(str(entry[name]) for name in names)])
        chain = hashlib.sha256(link.encode()).hexdigest()
        if (digest, chain) != (entry["digest"], entry["chain"]):
            return False
    return chain == found["head"]


def test_an_incident_is_found_by_its_reference_as_it_is_spoken(url: str) -> None:
    reference = json.loads(_export(url, "1").stdout)["reference"]
    spoken = reference.replace("-", " ").lower()
    assert json.loads(_export(url, spoken).stdout)["reference"] == reference


def test_a_file_is_new_and_for_its_owner_only(url: str, tmp_path: Path) -> None:
    out = tmp_path / "incident.json"
    assert _export(url, "1", "--out", str(out)).returncode == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert _holds(json.loads(out.read_text("ascii")))
    again = _export(url, "1", "--out", str(out))
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "can't be written" in again.stderr


def test_that_it_left_the_house_is_an_entry(url: str) -> None:
    assert _export(url, "1").returncode == 0
    again = json.loads(_export(url, "1").stdout)
    read = [json.loads(one["data"]) for one in again["entries"] if one["kind"] == "incident.read"]
    assert [(one["what"], one["agent"]) for one in read] == [("export", 0)]
    assert [one["actor"] for one in again["entries"] if one["kind"] == "incident.read"] == [
        "admin:cli"
    ]


def test_every_time_in_it_says_in_which_zone_it_is(url: str) -> None:
    found = json.loads(_export(url, "1").stdout)
    assert found["entries"]
    assert all(entry["at"].endswith("+00:00") for entry in found["entries"])


def test_what_can_not_be_put_on_record_does_not_leave_the_house(url: str) -> None:
    file = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = _export(url, "1")
    assert told.returncode == 1
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
