"""Separates what a person wrote now from what they quote; when unsure, nothing is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LINES = 20_000
"""Longer texts are not folded."""

_DATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"on\b.{6,300}\bwrote\s?:",
        r"el\b.{6,300}\bescribi[oó]\s?:",
        r"am\b.{6,300}\bschrieb\b.{0,200}:",
        r"le\b.{6,300}\ba écrit\s?:",
    )
)
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r".{0,200}<[^<>\s]{3,200}@[^<>\s]{3,200}>.{0,40}"
        r"\b(?:wrote|escribi[oó]|schrieb|a écrit)\s?:",
        r"\d{4}[-/]\d{1,2}[-/]\d{1,2}.{0,100}<[^<>\s]{3,200}@[^<>\s]{3,200}>\s?:",
    )
)
_DATE_ENDS = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?\s?m\.?)?,?$|\d{4},?$")
_ANGLE_ADDRESS = re.compile(r"<(?:mailto:)?[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_FORWARD = re.compile(
    r"(?im)^[>\s*_-]{0,40}(?:forwarded message|begin forwarded message|mensaje reenviado"
    r"|inicio del mensaje reenviado|weitergeleitete nachricht|anfang der weitergeleiteten"
    r"|message transf[eé]r[eé]|d[eé]but du message (?:transf[eé]r[eé]|r[eé]exp[eé]di[eé]))"
)
_FORWARD_SUBJECT = re.compile(r"(?i)^\s{0,9}(?:re\s?:\s?)?(?:fwd?|rv|wg|tr|enc|i)\s?:")
_ORIGINAL = re.compile(
    r"(?i)^[\s*_-]{0,20}-{2,}\s?(?:original message|mensaje original|urspr[uü]ngliche nachricht"
    r"|message d['\u2019]origine)\s?-{2,}\s{0,9}$"
)
_FROM = re.compile(r"(?i)^\*?(?:from|de|von)\s?:\*?\s?\S")
_ABOUT = tuple(
    re.compile(rf"(?i)^\*?(?:{words})\s?:")
    for words in (
        "sent|date|enviado(?: el)?|enviada|fecha|gesendet|datum|envoy[eé]",
        "to|para|an|à",
        "subject|asunto|betreff|objet",
    )
)
_RULE = re.compile(r"^[_-]{5,}\s*$")
_LONGEST_SIGNATURE = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail's text in two; every line of it is in one of them."""

    fresh: str
    """What was written now."""
    quoted: str
    """Quotation and signature, shown on one key."""


def split_reply(text: str, *, subject: str = "") -> Reply:
    """Split a reply. Forwards, interleaved answers and doubtful cases stay whole."""
    lines = text.split("\n")
    whole = Reply(text.strip("\n"), "")
    if len(lines) > MAX_LINES or _FORWARD.search(text) or _FORWARD_SUBJECT.match(subject):
        return whole
    start, end = _quotation(lines)
    before, after = lines[:start], lines[end:]
    is_between = any(line.strip() for line in before) and any(line.strip() for line in after)
    if is_between or any(line.startswith(">") for line in after):
        return whole
    remaining = before if any(line.strip() for line in before) else after
    kept = _without_signature(remaining)
    if not any(line.strip() for line in kept):
        return whole
    signature = remaining[len(kept) :]
    hidden = signature + lines[start:end] if remaining is before else lines[start:end] + signature
    return Reply(_joined(kept), _joined(hidden))


def _quotation(lines: list[str]) -> tuple[int, int]:
    """The range of lines that is surely quoted; empty at the end when nothing is."""
    for place, line in enumerate(lines):
        if line.startswith(">") or not line.strip():
            continue
        if _ORIGINAL.match(line) or _is_outlook(lines, place):
            first = place - 1 if place and _RULE.match(lines[place - 1]) else place
            return first, len(lines)
        height, addressed = _attribution(lines, place)
        if height:
            end = _end_of_quote(lines, place + height)
            if end > place + height:
                return place, end
            if addressed:
                return place, len(lines)
    return len(lines), len(lines)


def _attribution(lines: list[str], place: int) -> tuple[int, bool]:
    """Lines of the attribution that starts here (0: none), and whether it names an address."""
    for height in (1, 2, 3):
        part = [line.strip() for line in lines[place : place + height]]
        if len(part) < height or not part[-1] or sum(map(len, part)) > 600:
            return 0, False
        if height > 1 and not _may_wrap(lines, place):
            return 0, False
        if _is_attribution(part):
            joined = " ".join(part)
            addressed = bool(_ANGLE_ADDRESS.search(joined))
            has_number = any(character.isdigit() for character in joined)
            return (height, addressed) if addressed or has_number else (0, False)
    return 0, False


def _is_attribution(part: list[str]) -> bool:
    """Whether these lines are one attribution and not a written line above a shorter one."""
    if not part[-1].endswith(":"):
        return False
    if len(part) == 1:
        return any(form.fullmatch(part[0]) for form in (*_DATED, *_NAMED))
    tails = [" ".join(part[start:]) for start in range(len(part))]
    whole, *shorter = [any(form.fullmatch(tail) for form in _DATED) for tail in tails]
    is_named = not part[-1].startswith("<") and any(form.fullmatch(part[-1]) for form in _NAMED)
    return whole and not any(shorter) and (not is_named or bool(_DATE_ENDS.search(part[-2])))


def _may_wrap(lines: list[str], place: int) -> bool:
    """Mail programs set a wrapped attribution apart by an empty line and begin with the date."""
    is_apart = not place or not lines[place - 1].strip()
    return is_apart and any(character.isdigit() for character in lines[place])


def _end_of_quote(lines: list[str], start: int) -> int:
    """Where the ``>`` lines that follow end; ``start`` when the first is not one."""
    end = start
    for place in range(start, len(lines)):
        if lines[place].startswith(">"):
            end = place + 1
        elif lines[place].strip():
            break
    return end


def _is_outlook(lines: list[str], place: int) -> bool:
    if not _FROM.match(lines[place]):
        return False
    following = [line.strip() for line in lines[place + 1 : place + 7]]
    found = sum(any(about.match(line) for line in following) for about in _ABOUT)
    return found == len(_ABOUT)


def _without_signature(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, -1, -1):
        if lines[place] in ("-- ", "--"):
            signature = [line for line in lines[place + 1 :] if line.strip()]
            return lines[:place] if len(signature) <= _LONGEST_SIGNATURE else lines
    return lines


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
