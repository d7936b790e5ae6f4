"""The line above the call bar: what just happened or is to be done, for as long as it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.words import Words
from console.desk.widgets.wrap import wrap
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

MOST_ROWS = 3
SAY_SECONDS, ALARM_SECONDS = 12.0, 60.0
"""How long words stay."""


class Notice(Words):
    """Says one thing at a time; between them the hint, where there is one."""

    DEFAULT_CSS = "Notice { height: 1; padding: 0 1; background: $surface; }"

    hint = ""
    """Shown while there is nothing else to say."""
    away = ""
    """Why no calls come and how that ends; goes before the hint."""
    dropped = ""
    """Whose call broke off; goes before everything that is always so."""
    _about = ""
    _said = ("", "text")
    _rows = 1
    _silence: Timer | None = None

    def say(
        self, words: str, loud: str = "text", *, about: str = "", seconds: float | None = None
    ) -> None:
        """Show words for a while; ``about`` names what they are settled by."""
        if self._silence is not None:
            self._silence.stop()
        usual = ALARM_SECONDS if loud == "alarm" else SAY_SECONDS
        self._silence = self.set_timer(seconds or usual, self.hush)
        self._about = about
        self._put(words, loud)

    def settled(self, about: str) -> None:
        """What was said about this has happened: take it away, if it is still there."""
        if self._about == about:
            self.hush()

    def says_else(self, about: str) -> bool:
        """Whether something is said that is not about this."""
        return self._silence is not None and self._about != about

    def hush(self) -> None:
        """Say nothing but what is always so."""
        if self._silence is not None:
            self._silence.stop()
            self._silence = None
        self._about = ""
        if self.dropped:
            self._put(self.dropped, "alarm")
        elif self.away:
            self._put(self.away, "warn")
        else:
            self._put(self.hint, "good")

    def _put(self, words: str, loud: str) -> None:
        self._said = clean_line(words.replace("\n", " ")), loud
        self.show([self._said])
        self._fit()

    def _fit(self) -> None:
        # What has to be done is never cut; the layout changes only where words need the room.
        rows = min(MOST_ROWS, len(wrap(self._said[0], self.size.width or 80)))
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows

    def on_resize(self, event: events.Resize) -> None:
        """The same words may need more rows now, or fewer."""
        self._fit()
