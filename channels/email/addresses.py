"""Addresses in mail headers, split before anything in them is decoded.

Decoding first would let an encoded word smuggle a second address into the list.
"""

from __future__ import annotations

import re

from channels.email.charsets import decode, decode_words

MAX_ADDRESSES = 2_000

_ROUTE = re.compile(r"^@[^:]{0,500}:")
_ADDRESS = re.compile(r"[^\s<>,;:()\"]{1,256}@[^\s<>,;:()\"@]{1,255}|\"[^\"]{1,256}\"@[^\s<>@]+")


def read_addresses(raw: bytes) -> list[tuple[str, str]]:
    """(name, address) pairs of an address list; the address is empty when there is none."""
    pairs = []
    for piece in _pieces(raw.decode("latin_1")):
        name, address = _mailbox(piece)
        if name or address:
            pairs.append((name, address))
        if len(pairs) >= MAX_ADDRESSES:
            break
    return pairs


def bare(address: str) -> str:
    """An address as it is compared: no brackets, spaces trimmed, lower case."""
    return address.strip().strip("<>").strip().lower()


def _pieces(text: str) -> list[str]:
    """Cut at commas and semicolons outside quotes, comments and angles; drop group names."""
    pieces: list[str] = []
    current: list[str] = []
    quoted = escaped = angle = False
    comment = 0
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and (quoted or comment):
            escaped = True
        elif character == '"' and not comment:
            quoted = not quoted
        elif quoted:
            pass
        elif character in "()":
            comment = max(0, comment + (1 if character == "(" else -1))
        elif comment:
            pass
        elif character in "<>":
            angle = character == "<"
        elif (character in ",;" and not angle) or (character == ":" and not angle):
            if character != ":":
                pieces.append("".join(current))
            current = []
            continue
        current.append(character)
    pieces.append("".join(current))
    return pieces


def _mailbox(piece: str) -> tuple[str, str]:
    visible, comments = _without_comments(piece)
    before, angle, rest = _cut_angle(visible)
    if angle:
        return _name(before) or _name(comments), _address(rest)
    found = _address(visible)
    return (_name(comments), found) if found else (_name(visible), "")


def _cut_angle(text: str) -> tuple[str, bool, str]:
    """Split at the first unquoted ``<``; what follows ends at its ``>``."""
    quoted = escaped = False
    for place, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == "<" and not quoted:
            return text[:place], True, text[place + 1 :].partition(">")[0]
    return text, False, ""


def _without_comments(text: str) -> tuple[str, str]:
    visible: list[str] = []
    comments: list[str] = []
    depth = 0
    quoted = escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            depth += 1
            continue
        elif character == ")" and depth:
            depth -= 1
            continue
        (comments if depth else visible).append(character)
    return "".join(visible), "".join(comments)


def _address(text: str) -> str:
    """The address, its domain in lower case; the local part stays as it was written."""
    trimmed = _ROUTE.sub("", text.strip())
    match = _ADDRESS.fullmatch(trimmed)
    if not match:
        return ""
    local, _, domain = decode(trimmed.encode("latin_1")).rpartition("@")
    return f"{local}@{domain.lower()}"


def _name(text: str) -> str:
    trimmed = text.strip()
    if len(trimmed) > 1 and trimmed[0] == trimmed[-1] == '"':
        trimmed = re.sub(r"\\(.)", r"\1", trimmed[1:-1])
    return " ".join(decode_words(trimmed.encode("latin_1")).split())
