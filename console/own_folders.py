"""Where on this computer a person's own files of ours lie."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "steadyline"


OUR_CARDS = Path(__file__).resolve().parents[1] / "scripts"
"""The cards of words that come with the console."""


def scripts_path(given: str) -> Path:
    """Where the cards of words are."""
    return Path(given).expanduser() if given else OUR_CARDS


def abbreviation_files(team: str, own: str) -> tuple[Path, Path]:
    """The team's list of abbreviations, and one's own, which may be missing."""
    ours = OUR_CARDS / "abbreviations" / "team.toml"
    mine = user_config() / "abbreviations.toml"
    return (
        Path(team).expanduser() if team else ours,
        Path(own).expanduser() if own else mine,
    )


def resources_path(given: str) -> Path:
    """Where the hub's book of vets and emergency numbers lies."""
    folder = platformdirs.user_data_path(APP, appauthor=False)
    return Path(given).expanduser() if given else folder / "resources.csv"


def user_config() -> Path:
    """The folder of the person's own configuration."""
    return platformdirs.user_config_path(APP, appauthor=False)


def token_path(given: str) -> Path:
    """Where the personal token lies."""
    return Path(given).expanduser() if given else user_config() / "token"


def spool_path(given: str) -> Path:
    """Where what was typed waits until the hub has it."""
    folder = platformdirs.user_state_path(APP, appauthor=False)
    return Path(given).expanduser() if given else folder / "spool"


def attachment_path(given: str) -> Path:
    """Where opened attachments are saved."""
    folder = platformdirs.user_state_path(APP, appauthor=False)
    return Path(given).expanduser() if given else folder / "attachments"


def log_path(given: str) -> Path:
    """Where desk and command line log to."""
    folder = platformdirs.user_log_path(APP, appauthor=False)
    return Path(given).expanduser() if given else folder / "console.log"
