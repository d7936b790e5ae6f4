"""Paper on which ``;vet`` becomes the words it stands for, and Tab goes to the next gap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.widgets import TextArea
from textual.widgets.text_area import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    Location = tuple[int, int]

_SHORT = re.compile(r"(?:^|(?<=\s));([a-z][a-z0-9-]{0,23})$")


def _nothing(_name: str) -> str:
    return ""


class Abbreviating(TextArea):
    """Putting words in is an edit like any other: one key takes it back, and it sends nothing."""

    words_of: Callable[[str], str] = staticmethod(_nothing)
    """Gives the words that a name stands for; empty when there are none."""
    _was_undone = False

    def abbreviates(self, key: str) -> bool:
        """Do what Space and Tab mean here; tells whether the key has done its work."""
        was_undone, self._was_undone = self._was_undone, key == "ctrl+z"
        if key not in ("space", "tab"):
            return False
        # Whoever took the words back wants what they had typed.
        if key == "tab" or not was_undone:
            row, column = self.cursor_location
            short = _SHORT.search(self.document.get_line(row)[:column])
            if short and self.selection.is_empty and (words := self.words_of(short[1])):
                start = row, column - len(short[0])
                self.put_words(words, start, " " if key == "space" else "")
                return True
        return key == "tab" and self.next_gap(self.selection.end)

    def put_words(self, words: str, start: Location | None = None, after: str = "") -> None:
        """Put words in place of what stands between ``start`` and the cursor.

        The first gap in them is chosen; without one, ``after`` follows them.
        """
        # Loaded with the first of them: the first paint does not wait for it.
        from console.library.abbreviations import gaps

        has_gap = next(gaps(words), None) is not None
        start = start or min(self.selection.start, self.selection.end)
        end = max(self.selection.start, self.selection.end)
        self.history.checkpoint()
        text = words if has_gap or words.endswith(" ") else words + after
        self.replace(text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()
        if has_gap:
            self.next_gap(start)

    def put_at_end(self, words: str, at: int) -> None:
        """Put words in place of everything from a character of the text on."""
        self.move_cursor(self.document.end)
        start = self.document.get_location_from_index(at)  # type: ignore[attr-defined]
        self.put_words(words, start)

    def next_gap(self, after: Location) -> bool:
        """Choose the next gap, from the end on the first again; tells whether there is one."""
        text = self.text
        if "‹" not in text and "{" not in text:
            return False
        from console.library.abbreviations import gaps

        found = list(gaps(text))
        if not found:
            return False
        document = self.document
        index = document.get_index_from_location(after)  # type: ignore[attr-defined]
        gap = next((gap for gap in found if gap.start >= index), found[0])
        places = [document.get_location_from_index(at) for at in gap[:2]]  # type: ignore[attr-defined]
        self.selection = Selection(*places)
        return True
