"""What a page says to those who get it, and how their answers are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.domain.handoff import mask_numbers
from console.domain.masking import masked
from console.domain.paging_events import (
    PageAcknowledged,
    PageDone,
    PageEscalated,
    PageKept,
    PageReplied,
)
from console.domain.paging_follow import alert_key
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.base import Event
    from console.domain.paging import Delivery, Page

Answer = Literal["acknowledge", "escalate", "close"]
PREFIX = "pg-"
"""How the ids of texts and mails begin that pages send."""
BY_MAIL = (
    "To answer, write one letter in the first line of your reply: "
    "a = I have it, e = pass on, c = done."
)
MOST_SMS = 459
"""Characters of a page by text: three segments."""
_LETTERS: dict[str, Answer] = {"a": "acknowledge", "e": "escalate", "c": "close"}
_KEYS: dict[str, Answer] = {"4": "acknowledge", "5": "close", "6": "escalate"}
_REPLY = re.compile(r"(?:(?P<code>\d{4})\W*)?(?P<what>[a-z]+|[456])\W*", re.IGNORECASE)
_SUBJECT = re.compile(r"\bPAGE (\d{4}):")
_WORDS: dict[str, Answer] = {
    **_LETTERS,
    **_KEYS,
    "ack": "acknowledge",
    "acknowledge": "acknowledge",
    "esc": "escalate",
    "escalate": "escalate",
    "close": "close",
    "done": "close",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a text of somebody who was paged wants."""

    answer: Answer
    code: str = ""
    """Of the page; empty: none was given."""


def read_reply(text: str) -> Reply | None:
    """Read ``4821 a`` or a bare ``a``; None for anything else."""
    found = _REPLY.fullmatch(text.strip()) if len(text) <= 40 else None
    if found is None:
        return None
    answer = _WORDS.get(found["what"].lower())
    return Reply(answer, found["code"] or "") if answer is not None else None


def read_mail(text: str) -> Answer | None:
    """Read the first line of an answer by mail; what they quote of ours is never an answer."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    reply = read_reply(first)
    return reply.answer if reply is not None else None


def code_in_subject(subject: str) -> str:
    """The code of a page in the subject of an answer to it; empty: there is none."""
    found = _SUBJECT.search(subject)
    return found[1] if found is not None else ""


def read_key(digits: str) -> Answer | None:
    """Read a key that was pressed: 4 has it, 5 closes it, 6 passes it on."""
    return _KEYS.get(digits.strip())


def message_id(page: str, delivery: int) -> str:
    """Name the text or mail by which one person is told."""
    return f"{PREFIX}{page}-{delivery}"


def answer_id(page: str, sid: str) -> str:
    """Name the text by which somebody is told what came of their answer, a text too."""
    return f"{PREFIX}{page}-r{sid[-16:]}"


def delivery_of(message: str) -> tuple[str, int] | None:
    """The page and the delivery of a message's id; None: it is of no delivery."""
    page, _, number = message.removeprefix(PREFIX).rpartition("-")
    return (page, int(number)) if page and number.isdecimal() else None


def is_of_a_page(message: str) -> bool:
    """Whether a text or mail was sent by a page, and so is no answer to a party."""
    return message.startswith(PREFIX)


def gist(page: Page) -> str:
    """What is wanted, in one line without any name of a party."""
    card = dict(page.card)
    asked = mask_numbers(clean_line(page.words)) or "please call in"
    parts = [asked, card.get("kind", ""), card.get("where", "")]
    return " · ".join(part for part in parts if part and part != "not noted")


def sms_of(page: Page, ref: str, times: int = 1) -> str:
    """The text of a page, for the first or another time; no party's name or number is in it."""
    how = f"Reply {page.code} a = I have it, {page.code} e = pass on, {page.code} c = done."
    again = f" (reminder {times - 1})" if times > 1 else ""
    head = f"PAGE {page.code} {page.title}, {ref}{again}: "
    room = MOST_SMS - len(head) - len(how) - 1
    told = gist(page)
    return f"{head}{told if len(told) <= room else told[: room - 1] + '…'} {how}"


def back_words(page: Page, ref: str, events: Sequence[Event]) -> str:
    """What somebody is told about their answer; ``page`` is as it stands after it."""
    about = f"{page.code} {page.title}, {ref}"
    for event in events:
        match event:
            case PageReplied(told=told):
                return f"{about}: {told}"
            case PageAcknowledged(due=due):
                ways = f"{page.code} c when it is done, {page.code} e to pass it on"
                return f"You have page {about}. We look again at {due:%H:%M} UTC. Reply {ways}."
            case PageKept(due=due):
                return f"You still have page {about}. We look again at {due:%H:%M:%S} UTC."
            case PageEscalated():
                return f"Page {about} is passed on."
            case PageDone():
                return f"Page {about} is closed."
    return f"{about}: nothing changed."


def spoken_of(page: Page) -> str:
    """What a telephone says of a page."""
    code = " ".join(page.code)
    keys = "Press 4 if you have it, 5 if it is done, 6 to pass it on."
    return f"A page from the safety desk for {page.title}. {gist(page)[:300]}. Code {code}. {keys}"


def card_lines(page: Page, *, is_outside: bool) -> tuple[tuple[str, str], ...]:
    """The handoff card that goes along; channels that are not ours get nobody's name."""
    if not is_outside:
        return page.card
    return tuple((about, mask_numbers(words)) for about, words in page.card if about != "who")


def mail_subject(page: Page, ref: str) -> str:
    """The subject of a page by mail; with its tag and its code an answer is known again."""
    return f"PAGE {page.code}: {page.title} [INC-{ref}]"


def mail_of(page: Page, ref: str) -> str:
    """The body of a page by mail."""
    lines = [f"{about}: {words}" for about, words in card_lines(page, is_outside=True)]
    told = [f"{page.by_name} pages {page.title} about {ref}.", "", gist(page), "", *lines]
    return "\n".join([*told, "", BY_MAIL])


def slack_of(page: Page, ref: str) -> dict[str, object]:
    """The JSON of a page as Slack's incoming webhooks take it.

    api.slack.com/messaging/webhooks
    """
    lines = [f"{about}: {words}" for about, words in card_lines(page, is_outside=True)]
    text = "\n".join([f"PAGE {page.code} {page.title}, {ref}: {gist(page)}", *lines])
    return {"text": _plain(text)}


def pagerduty_of(page: Page, ref: str, routing_key: str) -> dict[str, object]:
    """The JSON of a page as an event of PagerDuty's Events API v2; the same page is one incident.

    https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
    """
    card = dict(card_lines(page, is_outside=True))
    return {
        "routing_key": routing_key,
        "event_action": "trigger",
        "dedup_key": alert_key(page, ref),
        "payload": {
            "summary": f"{page.title}, {ref}: {gist(page)}"[:1024],
            "source": "steadyline",
            "severity": "critical",
            "custom_details": card,
        },
    }


def _plain(text: str) -> str:
    """Escape what Slack would take for a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def address_of_delivery(delivery: Delivery) -> str:
    """Where somebody is told, with its middle hidden."""
    if delivery.way in ("sms", "call"):
        return masked(f"tel:{delivery.to}")
    return masked(f"mailto:{delivery.to}") if delivery.way == "email" else ""
