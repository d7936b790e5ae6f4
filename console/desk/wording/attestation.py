"""Whether a caller's number can be believed, in words: a number alone is a hint, never a proof.

https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
"""

from __future__ import annotations

PASSED = "TN-Validation-Passed-"
_PASSED = {
    "A": "number verified",
    "B": "number partly verified",
    "C": "number not verified",
}
_UNKNOWN = "number not verified"
_FAILED = "NUMBER MAY BE FORGED"


def attestation_words(verstat: str) -> str:
    """Say what the telephone network vouches for; only a passed check, told in full, counts."""
    if verstat.startswith(PASSED):
        return _PASSED.get(verstat.removeprefix(PASSED), _UNKNOWN)
    return _FAILED if verstat.startswith("TN-Validation-Failed") else _UNKNOWN
