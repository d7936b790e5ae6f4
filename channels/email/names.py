"""File names from strangers, made harmless for the eye."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

MAX_NAME = 120

_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def safe_name(name: str, content_type: str) -> str:
    """A name to show: last path element, no controls or direction marks, never empty."""
    visible = "".join(
        character
        for character in name
        if character == " " or unicodedata.category(character)[0] not in "CZ"
    )
    last = re.split(r"[/\\:]", visible)[-1].strip(" .")
    if not last:
        return "unnamed" + (mimetypes.guess_extension(content_type) or ".bin")
    if _RESERVED.match(last):
        last = "_" + last
    if len(last) <= MAX_NAME:
        return last
    stem, dot, extension = last.rpartition(".")
    kept = f".{extension}" if dot and len(extension) <= 12 else ""
    return (stem or last)[: MAX_NAME - len(kept) - 1] + "…" + kept
