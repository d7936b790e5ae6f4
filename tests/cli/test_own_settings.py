"""The desk reads its own settings fast, and never other than all of the configuration does."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.cli.desk import trouble_in_the_rest
from console.config import ConfigError, load
from console.own_settings import plain

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {
    "nothing": "",
    "a section of the hub": "[hub]\nport = 8081",
    "every setting of the desk": """\
[desk]
hub_url = "https://hub.example.com:8443"
theme = "steadyline-light"
zone = "America/Los_Angeles"
lock_minutes = 0
token_file = "~/token"
spool_dir = "/tmp/spool"
attachment_dir = "~/files"
viewer = ["xdg-open"]
player = ["mpv", "--no-video"]
[logs]
level = "debug"
file = "/tmp/console.log"
[abbreviations]
team_file = "~/team.toml"
own_file = "/tmp/mine.toml"
[keys]
"call.mute" = "f12"
""",
}
NOT_PLAIN = {
    "an unknown key": "[desk]\nhub = 'http://a'",
    "no table": "desk = 1",
    "no text": "[desk]\ntheme = 1",
    "a truth for a number": "[desk]\nlock_minutes = true",
    "too many minutes": "[desk]\nlock_minutes = 481",
    "an address with a path": "[desk]\nhub_url = 'http://hub/x'",
    "an address with a user": "[desk]\nhub_url = 'http://me@hub'",
    "no address": "[desk]\nhub_url = ''",
    "no port": "[desk]\nhub_url = 'http://hub:70000'",
    "an unknown zone": "[desk]\nzone = 'Mars/Olympus'",
    "a zone that leads elsewhere": "[desk]\nzone = '../UTC'",
    "an unknown level": "[logs]\nlevel = 'loud'",
    "a key that is none": "[keys]\n'call.mute' = 5",
    "numbers for a program": "[desk]\nviewer = [1]",
    "no TOML": "[desk",
}


def told(text: str, folder: Path) -> Path:
    file = folder / "config.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_what_is_plain_reads_as_the_whole_does(text: str, tmp_path: Path) -> None:
    file = told(text, tmp_path)
    own, whole = plain(file, {}), load(file, {})
    assert own is not None
    assert own.desk._asdict() == whole.desk.model_dump()
    assert own.logs._asdict() == whole.logs.model_dump()
    assert own.keys == whole.keys
    assert own.desk.token_path == whole.desk.token_path
    assert own.desk.spool_path == whole.desk.spool_path
    assert own.desk.attachment_path == whole.desk.attachment_path
    assert own.logs.path == whole.logs.path


def test_the_configuration_that_we_ship_is_plain() -> None:
    ours = plain(ROOT / "config.toml", {})
    assert ours is not None
    assert ours == plain(Path("/dev/null"), {})


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_wrong_is_left_to_the_whole_which_refuses_it(text: str, tmp_path: Path) -> None:
    file = told(text, tmp_path)
    assert plain(file, {}) is None
    with pytest.raises(ConfigError):
        load(file, {})


def test_what_the_environment_overrides_is_left_to_the_whole() -> None:
    environ = {"STEADYLINE_DESK_THEME": "steadyline-light"}
    assert plain(Path("/dev/null"), environ) is None
    assert load(Path("/dev/null"), environ).desk.theme == "steadyline-light"
    assert plain(Path("/dev/null"), {"STEADYLINE_TOKEN": "sl_1"}) is not None


def test_a_file_that_is_not_there_is_left_to_the_whole(tmp_path: Path) -> None:
    assert plain(tmp_path / "none.toml", {}) is None


def test_what_is_wrong_in_the_rest_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = told("[hub]\nprot = 1", tmp_path)
    assert plain(file, {}) is not None
    assert trouble_in_the_rest(file).endswith("[hub] prot is not a setting; did you mean port?")
    assert trouble_in_the_rest(told("", tmp_path)) == ""
