"""Answers by mail to a page sent by mail: the first line counts, a machine's never does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.domain.incident import Incident
from console.domain.paging_events import AcknowledgePage, PageReplied, PageStep
from console.domain.paging_words import message_id
from tests.hub.effects.crew import crew
from tests.hub.effects.test_pages import page, pages_the_vet, rules
from tests.hub.store.test_belonging import mail

if TYPE_CHECKING:
    from tests.hub.effects.crew import Crew

DUTY = "duty@example.com"
MAIL = PageStep(to=(f"mailto:{DUTY}",), minutes=5)


async def answers(us: Crew, text: str, digest: str = "a", **facts: Any) -> None:
    """Let the one who was paged answer the mail, as a mail program does."""
    facts.setdefault("known_outs", (message_id(page(us).key, 1),))
    wish = mail(facts.pop("sender", DUTY), digest, text=text, **facts)
    await us.hub.asks(wish, cause=f"mail:{wish.digest}", actor="party:mail")
    await us.settle()


def replied(us: Crew) -> list[PageReplied]:
    return [e.event for e in us.hub.entries() if isinstance(e.event, PageReplied)]


async def test_a_mail_with_a_letter_in_its_first_line_is_an_answer(database_url: str) -> None:
    async with crew(database_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        (sent,) = us.mails.sent
        assert (
            sent.subject
            == f"PAGE {page(us).code}: Vet on call [INC-{us.hub.state(Incident, 1).ref}]"
        )
        assert "one letter in the first line" in sent.text
        await answers(us, "\nA\n\n> To answer, write one letter\n-- \nDuty desk")
        assert (page(us).state, page(us).holder_name) == ("acknowledged", "d…@example.com")
        assert us.mails.sent[-1].text.startswith("You have page")
        await answers(us, "c", "b")
        assert page(us).state == "done"
        assert len(us.mails.sent) == 3
        assert us.hub.many("incident") == 1
        assert us.hub.state(Incident, 1).unanswered == 1
        assert us.hub.faults() == []


async def test_what_is_written_after_our_answer_is_still_about_the_page(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        (page_mail,) = us.mails.sent
        await answers(us, "a", references=(page_mail.message_id,))
        back = us.mails.sent[-1]
        assert back.in_reply_to == "<a@example.com>"
        assert back.references == (page_mail.message_id, "<a@example.com>")


async def test_the_same_mail_twice_is_one_answer(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        await answers(us, "a")
        await answers(us, "a")
        assert len(us.mails.sent) == 2


async def test_a_machines_answer_never_takes_a_page_and_is_not_answered(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        await answers(us, "a", automatic=True)
        assert page(us).state == "paging"
        assert [one.told for one in replied(us)] == ["answered by a machine"]
        assert len(us.mails.sent) == 1


@pytest.mark.parametrize("text", ["I am out of office until Monday.", "> a", "", "a b c"])
async def test_words_that_are_no_answer_are_kept_with_the_page_and_open_nothing(
    sqlite_url: str, text: str
) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        await answers(us, text, media=(("map.png", "image/png", 9),))
        assert page(us).state == "paging"
        assert [one.words for one in replied(us)] == [f"{text} [1 attachment(s), not kept]"]
        assert (us.hub.many("incident"), len(us.mails.sent)) == (1, 1)
        assert us.hub.state(Incident, 1).handles == ("tel:+14155550101",)


async def test_somebody_else_who_answers_a_forwarded_page_does_not_have_it(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        await answers(us, "a", sender="stranger@example.com")
        assert page(us).state == "paging"
        (kept,) = replied(us)
        assert (kept.name, kept.person) == ("s…@example.com", "")
        assert "does not count" in kept.told
        assert len(us.mails.sent) == 1


async def test_a_mail_program_that_drops_the_headers_is_known_by_code_and_reference(
    sqlite_url: str,
) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        ref, code = us.hub.state(Incident, 1).ref, page(us).code
        told: dict[str, Any] = {"known_outs": (), "token": ref}
        told["subject"] = f"AW: PAGE {code}: Vet on call"
        wrong = {**told, "subject": f"AW: PAGE {(int(code) + 1) % 10_000:04}: Vet on call"}
        await answers(us, "a", **wrong)
        assert page(us).state == "paging"
        await answers(us, "a", "b", **told)
        assert page(us).state == "acknowledged"


async def test_whoever_is_second_is_told_by_mail_who_was_first(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(MAIL)) as us:
        await pages_the_vet(us)
        await us.hub.desk(2, AcknowledgePage(incident=1, page="1-1"), role="lead")
        await answers(us, "a")
        assert "Kim has it already." in us.mails.sent[-1].text
