"""How much of a corpus of our own making is read right (E1); rates, and a floor for each."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from channels.email.message import parse
from tests.channels.email.corpus.charsets import charset_cases, html_cases
from tests.channels.email.corpus.headers import header_cases
from tests.channels.email.corpus.structures import (
    built_cases,
    odd_cases,
    old_cases,
    single_cases,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels.email.message import ParsedMail
    from tests.channels.email.corpus.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels.email.message import ParsedMail
    from tests.channels.email.corpus.case import Case

CASES = list(
    chain(
        charset_cases(),
        html_cases(),
        header_cases(),
        built_cases(),
        old_cases(),
        odd_cases(),
        single_cases(),
    )
)
FLOORS = {"text": 0.95, "subject": 0.96, "attachments": 0.98, "ids": 0.99}


def _squeezed(text: str) -> str:
    return "".join(text.split()).removeprefix("\ufeff")


def _differences(case: Case, mail: ParsedMail) -> Iterator[tuple[str, str, bool]]:
    """What was looked at, what was found, and whether it is right."""
    if case.text is not None:
        yield "text", mail.text, _squeezed(mail.text) == _squeezed(case.text)
    if case.subject is not None:
        yield "subject", mail.subject, mail.subject == case.subject
    if case.files is not None:
        yield "attachments", str(mail.attachments), len(mail.attachments) == case.files
    if case.names is not None:
        names = tuple(one.name for one in mail.attachments)
        yield "attachments", str(names), names == case.names
    for told, found in (
        (case.message_id, mail.message_id),
        (case.references, mail.references),
        (case.in_reply_to, mail.in_reply_to),
    ):
        if told is not None:
            yield "ids", str(found), told == found


def test_a_corpus_of_hundreds_is_read_right() -> None:
    right: dict[str, list[bool]] = {name: [] for name in FLOORS}
    wrong = []
    for case in CASES:
        for what, found, is_right in _differences(case, parse(case.raw)):
            right[what].append(is_right)
            if not is_right:
                wrong.append(f"{case.name}: {what} {found[:80]!r}")
    rates = {what: sum(found) / len(found) for what, found in right.items()}
    print(
        len(CASES),
        "mails;",
        {what: f"{rate:.1%}" for what, rate in rates.items()},
        *wrong,
        sep="\n",
    )
    assert len(CASES) >= 300
    assert all(rates[what] >= floor for what, floor in FLOORS.items()), wrong
