"""Settings about the scripts, the cards of words for hard moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.own_folders import OUR_CARDS, scripts_path
from console.settings import Section

if TYPE_CHECKING:
    from pathlib import Path

OURS = OUR_CARDS
"""The cards that come with the console."""


class ScriptsSection(Section):
    """Where the cards are."""

    folder: str = ""
    """A folder of TOML files; empty: the cards that come with the console."""

    @property
    def path(self) -> Path:
        """The folder of the cards."""
        return scripts_path(self.folder)
