"""What one desk is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Read from ``config.toml`` by the command line; nothing here changes while the desk runs."""

    hub_url: str
    token: str = field(repr=False)
    spool_dir: Path
    """Where unsent words wait; private to this person."""
    log_file: Path
    attachment_dir: Path
    """Where opened attachments are saved; private to this person."""
    theme: str = "steadyline-dark"
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Action id to key, overriding ``keys.py``."""
    hint: str = ""
    """One line shown at the start until it is dismissed."""
    viewer: tuple[str, ...] = ()
    player: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    """What tells outside the desk that a call rings; ``terminal`` or a program; empty: nothing."""
    """The command that shows a saved attachment when asked to; empty for none."""
    lock_minutes: int = 0
    """The screen is covered after so long without a key; 0: never."""
    zone: str = "UTC"
    """IANA name of the time zone that clocks on the screen are in."""
    scripts_dir: Path = Path("scripts")
    """Where the cards of words are."""
    abbreviation_files: tuple[Path, ...] = ()
    """The team's list of abbreviations, then one's own, which may be missing."""
    rest: Callable[[], str] | None = None
    """Tells, in its own time, what is wrong in the rest of the configuration."""
