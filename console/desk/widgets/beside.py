"""What stands over the note: who asks for help, who answered, who reads along, what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.words import Words
from console.desk.widgets.wrap import wrap

if TYPE_CHECKING:
    from console.desk.widgets.words import Parts

MOST_ROWS = 4


class Beside(Words):
    """Some lines that are only there while there is something to say."""

    DEFAULT_CSS = """
    Beside { height: 1; padding: 0 1; background: $surface; display: none; }
    Beside.-said { display: block; }
    """

    def tell(self, lines: Parts) -> None:
        """Show one line for each part; none at all when there is nothing."""
        width = max(20, (self.size.width or self.app.size.width // 2) - 2)
        rows = sum(len(wrap(words, width)) for words, _ in lines)
        parts = [
            (words + "\n" * (n < len(lines) - 1), loud) for n, (words, loud) in enumerate(lines)
        ]
        self.set_class(bool(lines), "-said")
        height = max(1, min(MOST_ROWS, rows))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.show(parts)
