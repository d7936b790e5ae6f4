"""Settings about abbreviations, the prepared words of the two boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.own_folders import abbreviation_files
from console.settings import Section

if TYPE_CHECKING:
    from pathlib import Path


class AbbreviationsSection(Section):
    """Where the lists are."""

    team_file: str = ""
    """A TOML file for everybody; empty: the one that comes with the console."""
    own_file: str = ""
    """One's own, which may be missing; empty: ``abbreviations.toml`` in one's config folder."""

    @property
    def paths(self) -> tuple[Path, Path]:
        """The team's list, and one's own."""
        return abbreviation_files(self.team_file, self.own_file)
