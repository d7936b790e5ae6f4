"""Bounces and automatic mail are known for what they are, and no person is taken for one (E11)."""

from __future__ import annotations

import pytest

from channels.email.bounce import Bounce
from channels.email.message import parse
from tests.channels.email.corpus.case import lines
from tests.channels.email.corpus.machines import (
    AUTOMATIC,
    PEOPLE,
    Report,
    odd_reports,
    prose_reports,
    standard_reports,
)

REPORTS = [*standard_reports(), *odd_reports(), *prose_reports()]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_report_of_a_server_says_whom_it_did_not_reach_and_why(report: Report) -> None:
    mail = parse(report.raw)
    assert mail.auto
    assert mail.bounce is not None
    found = Bounce(
        recipient=report.recipient,
        status=report.status,
        diagnostic=mail.bounce.diagnostic,
        original_message_id=report.original,
        action=report.action,
    )
    assert mail.bounce == found


@pytest.mark.parametrize("name", AUTOMATIC)
def test_what_a_machine_wrote_asks_for_no_answer(name: str) -> None:
    mail = parse(lines(*AUTOMATIC[name], "", "I am away."))
    assert mail.auto
    assert mail.bounce is None


@pytest.mark.parametrize("name", PEOPLE)
def test_what_a_person_wrote_is_never_taken_for_a_machines(name: str) -> None:
    head = PEOPLE[name]
    sender = () if any(line.startswith("From:") for line in head) else ("From: ana@example.net",)
    mail = parse(lines(*sender, *head, "", "He is at my door. The server said 550 5.1.1."))
    assert not mail.auto
    assert mail.bounce is None
