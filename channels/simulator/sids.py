"""Resource ids as Twilio writes them: two letters and 32 lower-case hexadecimal digits."""

from __future__ import annotations

import re
import secrets

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")


def new_sid(prefix: str) -> str:
    """A fresh id such as ``CA…`` (call) or ``SM…`` (message)."""
    return prefix + secrets.token_hex(16)


def is_sid(text: str, prefix: str) -> bool:
    """Whether ``text`` is an id of that kind."""
    return text.startswith(prefix) and _SID.fullmatch(text) is not None
