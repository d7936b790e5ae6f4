"""What is pasted is text: no part of it is read as a key.

Terminals put ``ESC [ 200 ~`` before a paste and ``ESC [ 201 ~`` behind it, and send the ends of
its lines as Return; some leave all the rest as it was copied. Textual's parser reads escape
sequences in there as keys all the same, and whoever wrote a page that is copied from could hang
up, dial or send with them.
https://invisible-island.net/xterm/xterm-paste64.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.events import Paste

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

ESCAPE, SHOWN = "\x1b", "\u241b"
BEGIN, END = f"{ESCAPE}[200~", f"{ESCAPE}[201~"


class PasteReader(XTermParser):
    """Textual's parser, to which a paste has no escape but the one that ends it."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._is_in = False
        self._tail = ""
        """Outside a paste the last that was read, which may begin one; inside what may end it."""

    def feed(self, data: str) -> Iterable[Message]:
        """Read keys and pastes; nothing means that no more comes."""
        safe = self._safe(data) if data else ""
        if safe or not data:
            yield from (_with_lines(event) for event in super().feed(safe))

    def _safe(self, data: str) -> str:
        parts: list[str] = []
        while data:
            part, data = self._inside(data) if self._is_in else self._outside(data)
            parts.append(part)
        return "".join(parts)

    def _outside(self, data: str) -> tuple[str, str]:
        """Give what stands before the text of the next paste, and the rest."""
        seen = self._tail + data
        at = seen.find(BEGIN)
        if at < 0:
            self._tail = seen[1 - len(BEGIN) :]
            return data, ""
        self._is_in, length = True, at + len(BEGIN) - len(self._tail)
        self._tail = ""
        return data[:length], data[length:]

    def _inside(self, data: str) -> tuple[str, str]:
        """Give what is pasted, with its end if that is there, and the rest."""
        seen = self._tail + data
        at = seen.find(END)
        if at < 0:
            held = next(n for n in range(len(END) - 1, -1, -1) if seen.endswith(END[:n]))
            self._tail = seen[len(seen) - held :]
            return seen[: len(seen) - held].replace(ESCAPE, SHOWN), ""
        self._is_in, self._tail = False, ""
        return seen[:at].replace(ESCAPE, SHOWN) + END, seen[at + len(END) :]


def _with_lines(event: Message) -> Message:
    if not isinstance(event, Paste) or "\r" not in event.text:
        return event
    return Paste(event.text.replace("\r\n", "\n").replace("\r", "\n"))


def make_safe() -> None:
    """Have terminals read by it from now on."""
    linux_driver.XTermParser = PasteReader  # type: ignore[attr-defined]
