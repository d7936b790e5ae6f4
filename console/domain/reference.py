"""The reference of an incident: short, speakable over the phone, with a check character."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so nothing is misheard or misread
(https://www.crockford.com/base32.html)."""

_WIDTH = 5
_SPACE = 32**_WIDTH
_SPREAD = 22_695_477
"""Odd, so multiplying by it is a one-to-one shuffle: neighbours look unlike each other."""
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})


def _check(body: str) -> str:
    total = 0
    for position, char in enumerate(body):
        total += ALPHABET.index(char) * (2 * position + 3)
    # Odd weights are units modulo 32, so every single wrong character is caught.
    return ALPHABET[total % 32]


def reference(number: int) -> str:
    """Give the reference of an incident number, like ``4F7-2KX`` (last one is the check)."""
    if not 0 < number < _SPACE:
        raise ValueError(f"incident number out of range: {number}")
    rest = number * _SPREAD % _SPACE
    body = ""
    for _ in range(_WIDTH):
        rest, digit = divmod(rest, 32)
        body = ALPHABET[digit] + body
    whole = body + _check(body)
    return f"{whole[:3]}-{whole[3:]}"


def parse_reference(text: str) -> str | None:
    """Give the canonical form of a reference as heard or typed; None when the check fails."""
    plain = text.upper().removeprefix("INC-").translate(_CONFUSED)
    if len(plain) != _WIDTH + 1 or any(c not in ALPHABET for c in plain):
        return None
    if _check(plain[:_WIDTH]) != plain[_WIDTH]:
        return None
    return f"{plain[:3]}-{plain[3:]}"
