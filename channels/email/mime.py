"""The tree of a mail's parts as byte ranges, with limits that hold before anything is decoded.

Written on bytes because the standard library's parser copies a mail several times, has no limits
and raises on some hostile ones; a test compares the two on well-formed mail.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.email.charsets import decode, decode_words, unbase64

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PARTS = 500
MAX_DEPTH = 50
MAX_HEADER_BYTES = 256 * 1024
"""Of the mail and all its parts together."""
MAX_HEADER_LINES = 8_000
MAX_PIECES = 500
"""RFC 2231 continuations of one parameter."""

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_PARAMETER = re.compile(
    rb';\s*+([^\s=;"]{1,100})\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^;\s"]*+[^;"\r\n]*+))', re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_PERCENT = re.compile(rb"%([0-9a-fA-F]{2})")
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,6}))?(\*)?")


class TooComplex(ValueError):
    """A limit was exceeded; the mail has to be read by other means."""


class Fields:
    """A header block: names in any case, values as unfolded bytes."""

    def __init__(self, pairs: list[tuple[str, bytes]]) -> None:
        self.pairs = pairs

    def all(self, name: str) -> list[bytes]:
        """Every value of a field, top-most first."""
        wanted = name.lower()
        return [value for field_name, value in self.pairs if field_name == wanted]

    def raw(self, name: str) -> bytes:
        """The first value of a field, empty when there is none."""
        return next(iter(self.all(name)), b"")

    def text(self, name: str) -> str:
        """The first value of a field, decoded for people."""
        return decode_words(self.raw(name)).strip()

    def token(self, name: str) -> str:
        """The first value's leading word in lower case, without parameters and comments."""
        leading = self.raw(name).partition(b";")[0].partition(b"(")[0]
        return leading.decode("latin_1").strip().lower()

    def parameter(self, name: str, parameter: str) -> str:
        """A parameter of a structured field, RFC 2231 and RFC 2047 decoded."""
        return parameters(self.raw(name)).get(parameter, "")


@dataclass(slots=True)
class Part:
    """One part: its fields and the range of its body in ``source``."""

    source: bytes
    fields: Fields
    start: int
    end: int
    kind: str
    """Content type in lower case."""
    depth: int = 0
    children: list[Part] = field(default_factory=list)

    def content(self) -> bytes:
        """The body after its transfer encoding was undone."""
        body = memoryview(self.source)[self.start : self.end]
        match self.fields.token("content-transfer-encoding"):
            case "base64":
                return unbase64(body)
            case "quoted-printable":
                return binascii.a2b_qp(body)
            case "x-uuencode" | "uuencode" | "x-uue":
                return _unuu(bytes(body))
        return bytes(body)


def read_tree(raw: bytes) -> Part:
    """The root part of a mail. Raises TooComplex when a limit is exceeded."""
    fields, start = read_fields(raw, 0, len(raw), MAX_HEADER_BYTES)
    root = Part(raw, fields, start, len(raw), _kind(fields, "text/plain"))
    used, count, waiting = start, 1, [root]
    while waiting:
        part = waiting.pop()
        default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        for first, last in _ranges(part):
            count += 1
            if count > MAX_PARTS or part.depth >= MAX_DEPTH:
                raise TooComplex(f"more than {MAX_PARTS} parts or {MAX_DEPTH} levels")
            fields, start = read_fields(raw, first, last, MAX_HEADER_BYTES - used)
            used += start - first
            child = Part(raw, fields, start, last, _kind(fields, default), part.depth + 1)
            part.children.append(child)
            waiting.append(child)
    return root


def read_fields(raw: bytes, start: int, end: int, budget: int) -> tuple[Fields, int]:
    """A header block and where the body after it begins. Raises TooComplex."""
    pairs: list[tuple[str, bytes]] = []
    folded: list[bytes] = []
    position = start
    for lines in range(end - start + 1):
        if position - start > budget or lines > MAX_HEADER_LINES:
            raise TooComplex(f"more than {MAX_HEADER_BYTES} bytes of header")
        if position >= end:
            break
        newline = raw.find(b"\n", position, min(end, start + budget + 1))
        if newline < 0 and end - start > budget:
            raise TooComplex(f"more than {MAX_HEADER_BYTES} bytes of header")
        after = end if newline < 0 else newline + 1
        line = raw[position:after].rstrip(b"\r\n")
        if line[:1] in (b" ", b"\t") and pairs:
            folded.append(line)
        elif match := _FIELD.match(line):
            _close(pairs, folded)
            pairs.append((match[1].decode("latin_1").lower(), match[2].strip()))
        elif line.startswith((b"From ", b">From ")) and not pairs:
            pass
        else:
            _close(pairs, folded)
            return Fields(pairs), position if line else after
        position = after
    _close(pairs, folded)
    return Fields(pairs), min(position, end)


def split_parts(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """The ranges between boundary lines, RFC 2046 section 5.1.1; the last may be unterminated.

    ``raw[start - 1]`` must be the line feed that ends the line before, or ``start`` 0.
    """
    line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*+\r?(?=\n|\Z)")
    opening = re.compile(rb"--" + re.escape(boundary) + rb"[ \t]*+\r?\n").match(raw, 0, end)
    first = opening.end() if opening and not start else -1
    for match in line.finditer(raw, max(start - 1, 0), end):
        if first >= 0:
            last = match.start()
            last -= last > first and raw[last - 1 : last] == b"\r"
            yield first, max(first, last)
        if match[1]:
            return
        first = min(match.end() + 1, end)
    if 0 <= first < end:
        yield first, end


def parameters(value: bytes) -> dict[str, str]:
    """The parameters of a structured field, names in lower case. Raises TooComplex."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for match in _PARAMETER.finditer(value):
        name = match[1].decode("latin_1").lower()
        quoted, token = match[2], match[3]
        text = _ESCAPED.sub(rb"\1", quoted) if quoted is not None else token.strip()
        parsed = _PIECE.fullmatch(name)
        if parsed and (parsed[2] or parsed[3]):
            found = pieces.setdefault(parsed[1], {})
            found.setdefault(int(parsed[2] or 0), (text, bool(parsed[3])))
            if len(found) > MAX_PIECES:
                raise TooComplex(f"more than {MAX_PIECES} pieces of one parameter")
        else:
            plain.setdefault(name, decode_words(text))
    return plain | {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: dict[int, tuple[bytes, bool]]) -> str:
    charset, out = "", []
    for place, number in enumerate(sorted(pieces)):
        text, encoded = pieces[number]
        if encoded and not place and text.count(b"'") >= 2:
            name, _, text = text.split(b"'", 2)
            charset = name.decode("latin_1")
        out.append(_PERCENT.sub(lambda hex_: bytes([int(hex_[1], 16)]), text) if encoded else text)
    return decode(b"".join(out), charset)


def _close(pairs: list[tuple[str, bytes]], folded: list[bytes]) -> None:
    if folded:
        name, value = pairs[-1]
        pairs[-1] = (name, b"".join([value, *folded]).strip())
        folded.clear()


def _kind(fields: Fields, default: str) -> str:
    declared = fields.token("content-type")
    if re.fullmatch(r"[!-.0-~]{1,100}/[!-.0-~]{1,100}", declared):
        return declared
    return "text/plain" if declared else default


def _ranges(part: Part) -> Iterator[tuple[int, int]]:
    if not part.kind.startswith("multipart/"):
        return iter(())
    boundary = part.fields.parameter("content-type", "boundary").rstrip()
    if not boundary or len(boundary) > 200:
        return iter(())
    return split_parts(part.source, part.start, part.end, boundary.encode("utf-8", "replace"))


def _unuu(body: bytes) -> bytes:
    out = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)
