"""Whether a shift was kept rightly: the store against itself, and against the network's account."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from pydantic import BaseModel
from sqlalchemy import select

from console.domain.call_state import Call
from console.domain.message import Message
from console.domain.person import handle_of
from console.hub.store.engine import read_engine
from console.hub.store.tables import CallRow, MessageRow, table
from console.hub.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

UNDER_WAY = frozenset({"composed", "sending"})
CALL, MESSAGE = table(CallRow), table(MessageRow)


class GotText(BaseModel):
    """A text that a person got."""

    body: str


class GotMail(BaseModel):
    """A mail that a person got."""

    message_id: str
    text: str


class Person(BaseModel):
    """Somebody on the network."""

    address: str
    email: str
    received: list[GotText]
    inbox: list[GotMail]


class SentText(BaseModel):
    """A text as the network knows it."""

    sid: str
    status: str


class NetworkState(BaseModel):
    """The network's account, as far as it is compared."""

    people: list[Person]
    texts: list[SentText]
    complaints: list[str]


def proof(url: str, state: bytes) -> list[str]:
    """A sentence for everything that is not right; nothing when all is."""
    network = NetworkState.model_validate(json.loads(state))
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            doubts = verify(connection)
            calls = [
                Call.model_validate_json(one) for one in connection.scalars(select(CALL.c.state))
            ]
            messages = [
                Message.model_validate_json(one)
                for one in connection.scalars(select(MESSAGE.c.state))
            ]
    finally:
        engine.dispose()
    ours = [one for one in messages if not one.inbound]
    return [
        *doubts,
        *(f"The network complains: {one}" for one in network.complaints),
        *_about_calls(calls),
        *_about_states(ours, network),
        *_about_receivers(ours, network),
        *_about_volume(calls, messages),
    ]


def _about_calls(calls: list[Call]) -> Iterator[str]:
    for call in calls:
        if call.phase != "ended":
            yield f"call {call.id} is still {call.phase}"


def _about_states(ours: list[Message], network: NetworkState) -> Iterator[str]:
    """What we say of each message is the last that the network said."""
    known = {text.sid: text.status for text in network.texts}
    for message in ours:
        if message.unsure or message.status in UNDER_WAY:
            yield f"message {message.id} is still {message.status}"
        elif message.channel == "sms" and message.sid not in known:
            yield f"text {message.id} never reached the network"
        elif message.channel == "email" and message.status != "delivered":
            yield f"mail {message.id} is {message.status}"


def _about_receivers(ours: list[Message], network: NetworkState) -> Iterator[str]:
    """Whoever was written to got each message, and got it once."""
    for person in network.people:
        got = Counter(text.body for text in person.received)
        handle = handle_of(person.address)
        sent = Counter(one.body for one in ours if one.channel == "sms" and one.handle == handle)
        if got != sent:
            yield f"one person got {got.total()} texts, {sent.total()} were sent, or others"
        mails = Counter(" ".join(mail.text.split()) for mail in person.inbox)
        box = handle_of(person.email) if person.email else ""
        wanted = Counter(
            " ".join(one.body.split()) for one in ours if one.channel == "email" and box in one.to
        )
        if mails != wanted:
            yield f"one person got {mails.total()} mails, {wanted.total()} were sent, or others"
        if len({mail.message_id for mail in person.inbox}) < len(person.inbox):
            yield "one mail arrived twice"


def _about_volume(calls: list[Call], messages: list[Message]) -> Iterator[str]:
    """A shift in which nothing happened proves nothing."""
    if not any(call.answered_at for call in calls):
        yield "no call was answered"
    for channel in ("sms", "email"):
        for inbound in (True, False):
            if not any(one.channel == channel and one.inbound is inbound for one in messages):
                yield f"no {channel} {'came in' if inbound else 'went out'}"
