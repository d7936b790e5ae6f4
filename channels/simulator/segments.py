"""How many segments a text takes on the air.

Source: https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
"""

from __future__ import annotations

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = set("^{}\\[~]|€\f")


def segments(body: str) -> int:
    """Number of segments; 160 or 153 GSM-7 characters each, else 70 or 67 UTF-16 units."""
    if all(char in _GSM or char in _GSM_DOUBLE for char in body):
        length = len(body) + sum(char in _GSM_DOUBLE for char in body)
        single, several = 160, 153
    else:
        length = len(body.encode("utf-16-le")) // 2
        single, several = 70, 67
    return 1 if length <= single else -(-length // several)
