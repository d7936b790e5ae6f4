"""Draws a recording of terminal output, frame by frame."""

from __future__ import annotations

import re

import pyte

BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
"""Marks of a synchronised frame: a terminal shows nothing of it before its end."""
UNDRAWN = re.compile(
    rb"\x1b\[[<>=][\d;]*[A-Za-z]"
    rb"|\x1b\[\?[\d;]*(?:\$p|[umc])"
    rb"|\x1b\[[\d;]* q"
    rb"|\x1b\[[\d;]*t"
    rb"|\x1b[P_^X].*?\x1b\\"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
"""Sequences that put nothing on the screen and that the emulator would print as text."""
COMPLETE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^X].*?\x1b\\|[()][0-9A-Za-z]"
    rb"|[=>78DEHMNOZc])",
    re.DOTALL,
)


class _Quiet(pyte.Screen):
    """A screen that answers nothing: the questions were answered while it ran."""

    def report_device_attributes(self, mode: int = 0, **kwargs: object) -> None:
        """Say nothing."""

    def report_device_status(self, mode: int) -> None:
        """Say nothing."""


class Screen:
    """What a terminal would show."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = _Quiet(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [""] * rows
        self._rest = b""
        self._is_held = False
        self._text: str | None = ""

    def feed(self, data: bytes) -> bool:
        """Draw bytes; tells whether a frame is now complete and shown."""
        data = self._rest + data
        data, self._rest = _whole(data)
        begun, ended = data.rfind(BEGIN), data.rfind(END)
        if begun != ended:
            self._is_held = begun > ended
        self._stream.feed(UNDRAWN.sub(b"", data))
        self._text = None
        return not self._is_held

    @property
    def text(self) -> str:
        """The lines, joined; only those that changed are read anew."""
        if self._text is None:
            screen = self._screen
            for row in screen.dirty:
                line = screen.buffer[row]
                self._lines[row] = "".join(line[x].data for x in range(screen.columns))
            screen.dirty.clear()
            self._text = "\n".join(self._lines)
        return self._text


def _whole(data: bytes) -> tuple[bytes, bytes]:
    """Split off an escape sequence at the end whose rest is still to come."""
    cut = data.rfind(b"\x1b", max(0, len(data) - 256))
    if cut < 0 or COMPLETE.match(data, cut):
        return data, b""
    return data[:cut], data[cut:]
