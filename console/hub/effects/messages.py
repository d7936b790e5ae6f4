"""Sending texts and mails: once, or shown as unsure; never twice by itself.

No provider offers an idempotency key, so the attempt is an entry before the request. After a
crash in the gap, or an answer that never came, the message is looked up at the provider; it is
sent again only when it surely was not processed.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from json import JSONDecodeError
from typing import TYPE_CHECKING

from sqlalchemy import select

from channels.base import (
    ChannelError,
    OutboundMail,
    OutboundText,
    Refused,
    Uncertain,
    Unreachable,
)
from channels.email.threading import issue_message_id, issue_token
from console.domain.incident import Incident
from console.domain.message import RANK, Message
from console.domain.message_events import MessageAttempted, MessageComposed, MessageRefused
from console.domain.person import Contact, address_of
from console.domain.safe_contact import why_not
from console.hub.store.tables import OURS_OR_MAIL, EntryRow, MessageRow, table

if TYPE_CHECKING:
    from channels.base import Mail, Messaging, Receipt
    from console.domain.safe_contact import Way
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.outage import Provider
    from console.hub.effects.table import EffectTable, Job
    from console.hub.effects.urls import Urls
    from console.hub.store.policy import Policy

MESSAGE = table(MessageRow)
ENTRY = table(EntryRow)
COMPOSED: str = MessageComposed.model_fields["kind"].default
FIRST_LOOK_SECONDS = 3.0
"""The status callback often answers before a look-up can."""
LOOK_AGAIN_SECONDS = 30.0
LOOKS = 3
"""Answered look-ups without a trace after which it is said that there is none."""
MOST_PATIENT = 10
"""Look-ups nobody answered come this many times slower at most."""
LOOK_FOR_SECONDS = 86_400.0
OUTAGE_SECONDS = 15.0
"""How long a message waits during an outage until it asks whether that is over."""
GIVE_UP_SECONDS = 600.0
"""A text that could not leave for this long is shown as failed instead of arriving late."""
CLOCKS_DIFFER_SECONDS = 60.0
BEHIND_SECONDS = 0.5
ORDER_SECONDS = 120.0
"""How long a text waits for an earlier one to the same person."""
UNSURE = "It may have been sent: the provider did not answer. Check before you send it again."
NO_TRACE = "The provider has no trace of it: it was probably not sent. Resend it if it matters."
TOO_LATE = "It could not be sent for ten minutes, so it was not sent. Send it again or call."


@dataclass(frozen=True, slots=True)
class MessageDoer:
    """Sends what agents composed."""

    bench: Bench
    table: EffectTable
    messaging: Messaging
    mail: Mail
    policy: Policy
    urls: Urls
    mail_name: str = "Trust & Safety"

    async def do(self, job: Job) -> Ending:
        """Send, or find out what became of an earlier attempt."""
        message = await self.bench.state(Message, job.key)
        if message is None or RANK.get(message.status, 0) >= RANK["accepted"]:
            return "done"
        is_unsent = message.status == "composed" or bool(job.payload.get("clear"))
        if is_unsent and (ending := await self._not_now(job, message)) is not None:
            return ending
        if message.status == "composed":
            if await asyncio.to_thread(self._is_behind, job, message):
                due = self.bench.now() + BEHIND_SECONDS
                await asyncio.to_thread(self.table.put_off, job, due)
                return ""
            told = await self.bench.tell(job, "attempted")
            if not any(isinstance(e.event, MessageAttempted) for e in told.entries):
                return "done"
            # Somebody else began this attempt: theirs may have left.
            if told.repeated:
                return await self._look(job, message)
        elif not job.payload.get("clear"):
            return await self._look(job, message)
        elif why := await self._forbidden(message):
            await self.bench.tell(job, "refused", words=why)
            return "failed"
        return await self._send(job, message)

    async def _not_now(self, job: Job, message: Message) -> Ending | None:
        """Let what is too old fail, and what would go into an outage wait; None: send it."""
        if self.bench.now() - _due(job, message) > GIVE_UP_SECONDS:
            told = await self.bench.tell(job, "expired", status=message.status, words=TOO_LATE)
            # Another hub may have begun it since we looked: then theirs may have left.
            is_ours = any(isinstance(one.event, MessageRefused) for one in told.entries)
            return "expired" if is_ours else await self._look(job, message)
        outages, provider = self.bench.outages, _provider(message)
        if outages.may_try(provider):
            if (wait := outages.turn(provider)) > 0:
                await self.bench.pause(wait)
            return None
        wait = random.uniform(0.5, 1.0) * OUTAGE_SECONDS  # noqa: S311 - so that not all come at once
        again = {"clear": True} if job.payload.get("clear") else {}
        await asyncio.to_thread(self.table.put_off, job, self.bench.now() + wait, **again)
        return ""

    async def _forbidden(self, message: Message) -> str:
        """Why the card of a receiver forbids now what could not leave before; empty: none does."""
        way: Way = "text" if message.channel == "sms" else "mail"
        for handle in (*message.to, *message.cc):
            contact = await self.bench.state(Contact, handle)
            now = self.bench.clock.now()
            if contact is not None and (why := why_not(contact, way, message.incident, now)):
                return why
        return ""

    def _is_behind(self, job: Job, message: Message) -> bool:
        """Whether an earlier text to the same person is still to leave: they go in order."""
        is_old = self.bench.now() - _due(job, message) > ORDER_SECONDS
        if message.channel != "sms" or is_old:
            return False
        others = select(MESSAGE.c.id).where(
            MESSAGE.c.handle == message.handle,
            OURS_OR_MAIL,
            MESSAGE.c.id != message.id,
            MESSAGE.c.status.in_(("composed", "sending")),
            MESSAGE.c.unsure.is_(False),
        )
        with self.bench.read.connect() as conn:
            streams = [f"message/{key}" for key in conn.execute(others).scalars()]
            before = select(ENTRY.c.seq).where(
                ENTRY.c.stream.in_(streams), ENTRY.c.kind == COMPOSED, ENTRY.c.seq < job.seq
            )
            return bool(streams) and conn.execute(before.limit(1)).first() is not None

    async def _send(self, job: Job, message: Message) -> Ending:
        provider = _provider(message)
        try:
            receipt = await self._request(message)
        except Refused as no:
            self.bench.outages.answered(provider)
            await self.bench.tell(job, "refused", code=no.code, words=str(no))
            return "failed"
        except Unreachable as away:
            self.bench.outages.silent(provider)
            return await self._later(job, away.retry_after or 0.0)
        except (Uncertain, JSONDecodeError, UnicodeDecodeError):
            # Also an answer that can't be read: it may have left.
            self.bench.outages.silent(provider)
            await self.bench.pause(FIRST_LOOK_SECONDS)
            return await self._look(job, message)
        except ValueError:
            words = "It could not be put into a valid message. Remove odd characters and retry."
            await self.bench.tell(job, "refused", words=words)
            return "failed"
        self.bench.outages.answered(provider)
        await self.bench.tell(job, "done", sid=receipt.sid, status=receipt.status)
        return "done"

    async def _request(self, message: Message) -> Receipt:
        if message.channel == "sms":
            return await self.messaging.send(self._text(message))
        return await self.mail.send(await self._mail(message))

    def _text(self, message: Message) -> OutboundText:
        return OutboundText(
            out=message.id,
            to=address_of(message.handle),
            sender=message.sender,
            body=message.body,
            status_url=self.urls.text_status(message.id),
        )

    async def _mail(self, message: Message) -> OutboundMail:
        secret, domain = self.policy.mail_secret, self.policy.mail_domain
        incident = await self.bench.state(Incident, str(message.incident))
        token = issue_token(secret, incident.ref) if incident is not None else ""
        return OutboundMail(
            out=message.id,
            message_id=issue_message_id(secret, message.id, domain),
            sender=message.sender,
            sender_name=self.mail_name,
            to=tuple(address_of(h) for h in message.to),
            cc=tuple(address_of(h) for h in message.cc),
            subject=message.subject,
            text=message.body,
            reply_to=f"reply+{token}@{domain}" if token else "",
            in_reply_to=message.in_reply_to,
            references=message.references,
        )

    async def _later(self, job: Job, at_least: float) -> Ending:
        now = self.bench.now()
        tries = int(job.payload.get("tries", 0)) + 1
        delay = min(60.0, 2.0**tries) * random.uniform(0.7, 1.3)  # noqa: S311 - jitter
        again = {"clear": True, "tries": tries}
        await asyncio.to_thread(self.table.put_off, job, now + max(delay, at_least), **again)
        return ""

    async def _look(self, job: Job, message: Message) -> Ending:
        """Find out whether an attempt left; it is never repeated from here."""
        newest = await self.bench.state(Message, message.id)
        if newest is not None and RANK.get(newest.status, 0) >= RANK["accepted"]:
            return "done"
        looks = int(job.payload.get("looks", 0))
        try:
            found = await self._find(message)
        except ChannelError:
            unasked = int(job.payload.get("unasked", 0)) + 1
        else:
            unasked, looks = 0, looks + 1
            if found is not None:
                await self.bench.tell(job, "done", sid=found.sid, status=found.status)
                return "done"
        await self.bench.tell(job, "unsure", words=UNSURE)
        if message.channel == "email" or self.bench.now() - _due(job, message) > LOOK_FOR_SECONDS:
            return "unknown"
        if looks >= LOOKS:
            await self.bench.tell(job, "no_trace", words=NO_TRACE)
            return "unknown"
        wait = LOOK_AGAIN_SECONDS * max(looks, min(unasked, MOST_PATIENT))
        wait *= random.uniform(0.7, 1.3)  # noqa: S311 - jitter
        due = self.bench.now() + wait
        await asyncio.to_thread(self.table.put_off, job, due, looks=looks, unasked=unasked)
        return ""

    async def _find(self, message: Message) -> Receipt | None:
        """Look a text up. Raises ChannelError when the provider could not be asked."""
        if message.channel == "email" or message.due is None:
            return None
        outages = self.bench.outages
        if outages.is_out("phone"):
            raise Unreachable(UNSURE)
        since = message.due.timestamp() - CLOCKS_DIFFER_SECONDS
        try:
            found = await self.messaging.find(self._text(message), sent_after=since)
        except (Unreachable, Uncertain):
            outages.silent("phone")
            raise
        outages.reachable("phone")
        if found is None or await asyncio.to_thread(self._is_known, found.sid, message.id):
            return None
        return found

    def _is_known(self, sid: str, key: str) -> bool:
        """Whether a text that was found is another one of ours with the same words."""
        other = select(MESSAGE.c.id).where(MESSAGE.c.sid == sid, MESSAGE.c.id != key, OURS_OR_MAIL)
        with self.bench.read.connect() as conn:
            return conn.execute(other.limit(1)).first() is not None


def _provider(message: Message) -> Provider:
    return "phone" if message.channel == "sms" else "mail"


def _due(job: Job, message: Message) -> float:
    """Unix seconds at which it was to leave."""
    return message.due.timestamp() if message.due is not None else job.due
