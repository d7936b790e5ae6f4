"""The desk's own sections of config.toml, where nothing in them needs the whole of config.py.

Loading what checks every section takes longer than drawing the first screen. What is plainly
right is taken as it stands here; anything else is left to ``config.load``, whose word counts.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from console.own_folders import (
    abbreviation_files,
    attachment_path,
    log_path,
    scripts_path,
    spool_path,
    token_path,
    user_config,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "STEADYLINE_"
OTHER_VARIABLES = frozenset({"STEADYLINE_CONFIG", "STEADYLINE_TOKEN"})
LEVELS = ("debug", "info", "warning", "error")
_HUB = re.compile(r"https?://[a-z0-9]+([.-][a-z0-9]+)*(:(?P<port>[1-9][0-9]{0,4}))?")
_THEME = re.compile(r"[a-z0-9-]+")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")


class OwnDesk(NamedTuple):
    """[desk], as ``settings.Desk`` would read it."""

    hub_url: str = "http://127.0.0.1:8080"
    theme: str = "steadyline-dark"
    zone: str = "UTC"
    lock_minutes: int = 10
    token_file: str = ""
    spool_dir: str = ""
    attachment_dir: str = ""
    viewer: tuple[str, ...] = ()
    player: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()

    @property
    def token_path(self) -> Path:
        """Where the personal token lies."""
        return token_path(self.token_file)

    @property
    def spool_path(self) -> Path:
        """Where what was typed waits until the hub has it."""
        return spool_path(self.spool_dir)

    @property
    def attachment_path(self) -> Path:
        """Where opened attachments are saved."""
        return attachment_path(self.attachment_dir)


class OwnLogs(NamedTuple):
    """[logs], as ``settings.Logs`` would read it."""

    level: str = "info"
    file: str = ""

    @property
    def path(self) -> Path:
        """Where desk and command line log to."""
        return log_path(self.file)


class OwnScripts(NamedTuple):
    """[scripts], as ``settings.scripts`` would read it."""

    folder: str = ""

    @property
    def path(self) -> Path:
        """The folder of the cards."""
        return scripts_path(self.folder)


class OwnAbbreviations(NamedTuple):
    """[abbreviations], as ``settings.abbreviations`` would read it."""

    team_file: str = ""
    own_file: str = ""

    @property
    def paths(self) -> tuple[Path, Path]:
        """The team's list, and one's own."""
        return abbreviation_files(self.team_file, self.own_file)


Own = OwnDesk | OwnLogs | OwnScripts | OwnAbbreviations


class OwnSettings(NamedTuple):
    """What a desk reads of the configuration; the other sections are not looked at."""

    desk: OwnDesk
    logs: OwnLogs
    scripts: OwnScripts
    abbreviations: OwnAbbreviations
    keys: Mapping[str, str]


def find(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file of the configuration; None when there is none."""
    named = path or (Path(environ["STEADYLINE_CONFIG"]) if "STEADYLINE_CONFIG" in environ else None)
    if named:
        return named
    own = user_config() / "config.toml"
    return next((one for one in (Path("config.toml"), own) if one.is_file()), None)


def plain(path: Path | None = None, environ: Mapping[str, str] | None = None) -> OwnSettings | None:
    """Read the desk's own settings; None when ``config.load`` has to look at them.

    That is so when anything is wrong or unusual, or overridden by the environment.
    """
    environ = os.environ if environ is None else environ
    if any(name.startswith(PREFIX) and name not in OTHER_VARIABLES for name in environ):
        return None
    file = find(path, environ)
    try:
        document = tomllib.loads(file.read_text("utf-8")) if file else {}
        return _read(document)
    except (OSError, TypeError, ValueError, KeyError):
        return None


def _read(document: dict[str, Any]) -> OwnSettings:
    """Raises TypeError, ValueError or KeyError at the first thing that is not plain."""
    desk = OwnDesk(**_values(document.get("desk", {}), OwnDesk))
    logs = OwnLogs(**_values(document.get("logs", {}), OwnLogs))
    scripts = OwnScripts(**_values(document.get("scripts", {}), OwnScripts))
    short = document.get("abbreviations", {})
    abbreviations = OwnAbbreviations(**_values(short, OwnAbbreviations))
    keys = document.get("keys", {})
    hub = _HUB.fullmatch(desk.hub_url)
    is_plain = (
        hub
        and int(hub["port"] or 0) <= 65535
        and _THEME.fullmatch(desk.theme)
        and _ZONE.fullmatch(desk.zone)
        and 0 <= desk.lock_minutes <= 480
        and logs.level in LEVELS
        and isinstance(keys, dict)
        and all(isinstance(key, str) for key in keys.values())
    )
    if not is_plain:
        raise ValueError("not plain")
    ZoneInfo(desk.zone)
    return OwnSettings(desk, logs, scripts, abbreviations, keys)


def _values(table: dict[str, Any], section: type[Own]) -> dict[str, Any]:
    """The values of a table whose types are those of the defaults."""
    if not isinstance(table, dict):
        raise TypeError(section)
    known = section._field_defaults
    return {name: _value(given, known[name]) for name, given in table.items()}


def _value(given: object, default: object) -> object:
    if isinstance(default, tuple) and isinstance(given, list):
        if not all(isinstance(part, str) for part in given):
            raise TypeError(default)
        return tuple(given)
    if type(given) is not type(default):
        raise TypeError(default)
    return given
