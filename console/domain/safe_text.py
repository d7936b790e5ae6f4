"""The one gate between text from outside and a terminal: nothing acts on it, nothing hides in it.

The raw text stays in the store; only what is shown passes here. Why a terminal obeys content, and
how text lies about its order: https://www.unicode.org/reports/tr36/ and
https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 4
"""Combining marks that one letter keeps; no living orthography stacks more."""

_SUSPECT = re.compile(r"[^\n\x20-\x7e]")
_SIGNS: dict[int, str] = {code: chr(0x2400 + code) for code in range(32) if code != 0x0A}
_SIGNS |= {0x7F: "␡", 0x00AD: "-", 0x2028: "\n", 0x2029: "\n"}
_SIGNS |= dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd")

_ORDER = {
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
}
_SIGNS |= {code: f"⟨{name}⟩" for code, name in _ORDER.items()}

_DIRECTION = "\u200e\u200f\u061c"
_HIDDEN = re.compile(
    f"[{_DIRECTION}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065"
    "\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc]")
_PICTURE = re.compile(
    "[#*0-9\u00a9\u00ae\u203c-\u21ff\u2300-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299"
    "\ufe0f\U0001f000-\U0001faff]"
)
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f84"
    "\u0f8d-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\ua66f-\ua67d"
    "\ufe20-\ufe2f"
)
_STACK = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")
_HOST = re.compile(r"(?<=[/@])[\w-]+(?:\.[\w-]+)+(?![\w.-]| ⟨)")
_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff]")


def clean(text: str, *, tab: int = 4) -> str:
    """Give the text as it may be written to a terminal; several lines stay several lines.

    Control characters become visible pictures, C1 and lone surrogates U+FFFD, bidi overrides
    ``⟨RLO⟩``, invisible characters ``⟨2 hidden⟩``; emoji and right-to-left scripts stay readable.
    """
    if not _SUSPECT.search(text):
        return text
    plain = text.replace("\r\n", "\n").replace("\t", " " * tab)
    if plain.isascii():
        return plain.translate(_SIGNS)
    plain = unicodedata.normalize("NFC", plain.translate(_SIGNS))
    is_two_way = _RIGHT_TO_LEFT.search(plain) is not None
    plain = _HIDDEN.sub(lambda found: _show_hidden(found, is_two_way=is_two_way), plain)
    return _HOST.sub(_name_host, _STACK.sub(r"\1", plain))


def clean_line(text: str) -> str:
    """The same on one line: line ends become ``⏎``."""
    return clean(text).replace("\n", " ⏎ ")


def _show_hidden(found: re.Match[str], *, is_two_way: bool) -> str:
    text, run = found.string, found[0]
    # Never a slice of the whole text: there may be as many of these as it has characters.
    before = text[max(0, found.start() - 1) : found.start()]
    after = text[found.end() : found.end() + 1]
    if _belongs(run, before, after):
        return run
    if is_two_way and not run.strip(_DIRECTION):
        return ""
    return f"⟨{len(run)} hidden⟩"


def _belongs(run: str, before: str, after: str) -> bool:
    """Whether the characters do their proper work: inside an emoji, or between joining letters."""
    if run in ("\ufe0f", "\ufe0e"):
        return bool(_PICTURE.match(before))
    if run in ("\u200d", "\ufe0f\u200d"):
        joins = _PICTURE if _PICTURE.match(before) else _JOINING
        return bool(joins.match(before) and joins.match(after))
    return run == "\u200c" and bool(_JOINING.match(before) and _JOINING.match(after))


def _name_host(found: re.Match[str]) -> str:
    """Put the name that the network uses behind a host that mixes look-alike alphabets."""
    host = found[0]
    if not (_ALIKE.search(host) and re.search("[a-z]", host, re.IGNORECASE)):
        return host
    try:
        return f"{host} ⟨{host.encode('idna').decode('ascii')}⟩"
    except UnicodeError:
        return f"{host} ⟨mixed alphabets⟩"
