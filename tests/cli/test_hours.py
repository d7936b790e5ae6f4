"""``console hours``: what happens at a moment, by the queue's own clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

QUEUES = """
[[routing.queues]]
name = "safety"
zone = "America/Los_Angeles"
hours = ["mon-fri 08:00-20:00"]
holidays = "US-CA"
closed = ["2026-12-24 Christmas Eve"]

[[routing.queues]]
name = "claims"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Settings with two queues."""
    path = tmp_path / "config.toml"
    path.write_text(QUEUES, "utf-8")
    return path


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-23 18:00", "safety at Wed 2026-12-23 18:00 PST: open until Wed 2026-12-23 20:00"),
        (
            "2026-12-24 18:00",
            "safety at Thu 2026-12-24 18:00 PST: closed (holiday: Christmas Eve), "
            "opens Mon 2026-12-28 08:00",
        ),
        (
            "2026-12-25 09:00",
            "safety at Fri 2026-12-25 09:00 PST: closed (holiday: Christmas Day), "
            "opens Mon 2026-12-28 08:00",
        ),
    ],
)
def test_what_happens_at_a_moment_is_told_in_one_line(
    moment: str, told: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hours", moment, "--queue", "safety", "--config", str(file)]) == 0
    assert capsys.readouterr().out == told + "\n"


def test_every_queue_is_told_without_a_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hours", "2026-12-23 18:00", "--config", str(file)]) == 0
    assert "claims at Wed 2026-12-23 18:00 UTC: open, always" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["tomorrow"], "MOMENT must be like"),
        (["--queue", "vets"], "There is no queue vets; there are safety, claims."),
    ],
)
def test_what_can_not_be_told_is_refused_in_words(
    given: list[str], words: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hours", *given, "--config", str(file)]) != 0
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        'hours = ["always"]',
        'zone = "Mars/Olympus"',
        'holidays = "XX"',
        'closed = ["Christmas"]',
        'overflow = "vets"',
    ],
)
def test_a_queue_that_can_not_be_is_named(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[[routing.queues]]\nname = "safety"\n{line}\n', "utf-8")
    assert main(["hours", "--config", str(path)]) == 2
    assert "routing" in capsys.readouterr().err


def test_what_an_agent_serves_is_given_and_changed(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f'[database]\nurl = "sqlite:///{tmp_path / "hub.db"}"\n'
    file.write_text(url + QUEUES, "utf-8")
    config = ["--config", str(file)]
    added = ["agent", "add", "sam", "--name", "Sam Lee", "--queue", "safety:2"]
    assert main([*added, "--queue", "claims", *config]) == 0
    assert main(["agent", "change", "sam", "--language", "en", "--language", "es", *config]) == 0
    served = "sam is agent and serves safety (level 2), claims (level 1), in en, es.\n"
    assert capsys.readouterr().out.endswith(served)
    assert main(["agent", "change", "sam", "--queue", "all", *config]) == 0
    assert capsys.readouterr().out == "sam is agent and serves every queue, in en, es.\n"
    assert main(["agent", "change", "sam", "--queue", "vets", *config]) != 0
    assert "There is no queue vets" in capsys.readouterr().err
