"""Counts the SMS parts that a text will be sent and billed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The GSM 7-bit default alphabet: https://www.etsi.org/deliver/etsi_ts/123000_123099/123038/"""

EXTENSION = frozenset("^{}\\[~]|€\f")
"""Characters that cost an escape and themselves."""

REPLACEMENTS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),  # noqa: RUF001
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001
        "…": "...",
        "•": "*",
        **dict.fromkeys("\t\u00a0\u2002\u2003\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u200b\u2060\ufeff"),
    }
)
"""Typography that word processors put in, and what says the same in GSM-7."""


@dataclass(frozen=True, slots=True)
class Segments:
    """The parts of one text."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    """Septets in GSM-7, UTF-16 units in UCS-2."""
    count: int
    """Parts; an empty text counts as one."""
    left: int
    """Units that still fit into the last part."""
    forced_by: tuple[str, ...]
    """The characters that rule GSM-7 out, each once, in order of appearance."""
    plain: str
    """The text with its typography replaced by GSM-7 characters; the rest stays."""


def measure(text: str) -> Segments:
    """Measure a text as the provider does, so that its price is no surprise.

    A character of two units never straddles two parts.
    Source: https://www.twilio.com/docs/glossary/what-sms-character-limit
    """
    forced_by = tuple(dict.fromkeys(c for c in text if c not in BASIC and c not in EXTENSION))
    if forced_by:
        count, units, left = _parts((1 + (ord(c) > 0xFFFF) for c in text), single=70, joined=67)
    else:
        count, units, left = _parts((1 + (c in EXTENSION) for c in text), single=160, joined=153)
    return Segments(
        encoding="UCS-2" if forced_by else "GSM-7",
        units=units,
        count=count,
        left=left,
        forced_by=forced_by,
        plain=text.translate(REPLACEMENTS),
    )


def _parts(widths: Iterable[int], *, single: int, joined: int) -> tuple[int, int, int]:
    """Count of parts, units in all, and units left in the last one."""
    units, count, left = 0, 1, joined
    for width in widths:
        units += width
        if width > left:
            count, left = count + 1, joined
        left -= width
    return (1, units, single - units) if units <= single else (count, units, left)
