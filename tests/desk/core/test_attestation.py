"""A number is a hint: it is called verified only when the network vouched for it in full (V10)."""

from __future__ import annotations

import pytest

from console.desk.wording.attestation import attestation_words


@pytest.mark.parametrize(
    ("verstat", "words"),
    [
        ("TN-Validation-Passed-A", "number verified"),
        ("TN-Validation-Passed-B", "number partly verified"),
        ("TN-Validation-Passed-C", "number not verified"),
        ("TN-Validation-Passed-A-Diverted", "number not verified"),
        ("TN-Validation-Failed-A", "NUMBER MAY BE FORGED"),
        ("TN-Validation-Failed", "NUMBER MAY BE FORGED"),
        ("No-TN-Validation", "number not verified"),
        ("", "number not verified"),
        ("A", "number not verified"),
    ],
)
def test_only_what_the_network_vouched_for_is_called_verified(verstat: str, words: str) -> None:
    assert attestation_words(verstat) == words
