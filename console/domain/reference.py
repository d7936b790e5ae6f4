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
_TAG = "INC".translate(_CONFUSED)


def _double(value: int) -> int:
    """Multiply by x in the field of 32 elements (modulus x^5 + x^2 + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _check(body: str) -> str:
    total = 0
    for char in body:
        # Each position weighs a different power of x, so one wrong character and any two that
        # changed places are always caught; a plain sum modulo 32 can't do both.
        total = _double(total ^ ALPHABET.index(char))
    return ALPHABET[total]


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
    plain = text.upper().translate(_CONFUSED)
    if len(plain) == len(_TAG) + _WIDTH + 1:
        plain = plain.removeprefix(_TAG)
    if len(plain) != _WIDTH + 1 or any(c not in ALPHABET for c in plain):
        return None
    if _check(plain[:_WIDTH]) != plain[_WIDTH]:
        return None
    return f"{plain[:3]}-{plain[3:]}"
