"""Server-sent events from bytes, as the standard parses them, with a bound on each event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 2_000_000
"""Bytes of one line or event; what is longer is dropped, its place is kept."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event, or one comment (``name`` is ``:``)."""

    name: str = "message"
    data: str = ""
    id: str | None = None
    """None when this event carries no id of its own."""
    is_cut: bool = False
    """It was longer than the limit and its data is lost."""


@dataclass(slots=True)
class _Event:
    name: str = ""
    data: list[bytes] = field(default_factory=list)
    size: int = 0
    id: str | None = None
    is_cut: bool = False


class Parser:
    """Feeds on chunks cut anywhere; an event that never ends is never given.

    Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
    """

    def __init__(self) -> None:
        self.retry_ms: int | None = None
        """What the server last said about reconnecting."""
        self._rest = bytearray()
        self._skips = False
        self._after_cr = False
        self._begun = False
        self._event = _Event()

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The events and comments that this chunk completes."""
        for line in self._lines(chunk):
            frame = self._line(line)
            if frame is not None:
                yield frame

    def _lines(self, chunk: bytes) -> Iterator[bytes]:
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        # A line feed right after a carriage return belongs to it, even in the next chunk.
        self._after_cr = chunk.endswith(b"\r") or (self._after_cr and not chunk)
        *whole, rest = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for piece in whole:
            self._keep(piece)
            yield self._take()
        self._keep(rest)

    def _keep(self, piece: bytes) -> None:
        room = LIMIT - len(self._rest)
        if len(piece) > room:
            self._skips = True
        self._rest += piece[:room]

    def _take(self) -> bytes:
        line = bytes(self._rest)
        self._rest.clear()
        if self._skips:
            self._skips = False
            if line.startswith(b":"):
                return b":"
            self._event.is_cut = True
            return b"data"
        if not self._begun:
            self._begun = True
            line = line.removeprefix(b"\xef\xbb\xbf")
        return line

    def _line(self, line: bytes) -> Frame | None:
        if not line:
            return self._dispatch()
        if line.startswith(b":"):
            return Frame(name=":", data=line[1:].strip().decode("utf-8", "replace"))
        name, _, value = line.partition(b":")
        self._field(name, value.removeprefix(b" "))
        return None

    def _field(self, name: bytes, value: bytes) -> None:
        event = self._event
        match name:
            case b"event":
                event.name = value.decode("utf-8", "replace")
            case b"data":
                event.size += len(value) + 1
                event.is_cut |= event.size > LIMIT
                if event.is_cut:
                    event.data.clear()
                else:
                    event.data.append(value)
            case b"id" if b"\0" not in value:
                event.id = value.decode("utf-8", "replace")
            case b"retry" if value.isdigit() and value.isascii():
                self.retry_ms = int(value[:9])
            case _:
                return

    def _dispatch(self) -> Frame | None:
        event, self._event = self._event, _Event()
        if not event.data and not event.is_cut:
            return None
        data = "" if event.is_cut else b"\n".join(event.data).decode("utf-8", "replace")
        return Frame(event.name or "message", data, event.id, event.is_cut)
