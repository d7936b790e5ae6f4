"""Lists of words that phrases name with ``@``: *dog*, *cat* and their like are written once.

They are a file beside the cards, for whoever edits those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path("lists", "words.toml")
"""Where it lies in the folder of the cards."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists that every card may name."""

    written: Mapping[str, str] = field(default_factory=dict)
    """As they stand in the file: words between spaces, by the name of the list."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The same, with the words of the lists that they name."""
    is_own: bool = False
    """They lie with these cards; otherwise they are those that come with the console."""
