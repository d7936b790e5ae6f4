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

from channels.base import OutboundMail, OutboundText, Refused, Uncertain, Unreachable
from channels.email.threading import issue_message_id, issue_token
from console.domain.incident import Incident
from console.domain.message import RANK, Message
from console.domain.message_events import MessageAttempted, MessageComposed
from console.domain.person import address_of
from console.hub.store.tables import EntryRow, MessageRow, table

if TYPE_CHECKING:
    from channels.base import Mail, Messaging, Receipt
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
        return await self._send(job, message)

    def _is_behind(self, job: Job, message: Message) -> bool:
        """Whether an earlier text to the same person is still to leave: they go in order."""
        due = message.due.timestamp() if message.due is not None else job.due
        if message.channel != "sms" or self.bench.now() - due > ORDER_SECONDS:
            return False
        others = select(MESSAGE.c.id).where(
            MESSAGE.c.handle == message.handle,
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
        provider: Provider = "phone" if message.channel == "sms" else "mail"
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
        began = float(job.payload.get("began", now))
        if now - began > GIVE_UP_SECONDS:
            await self.bench.tell(job, "expired", words=TOO_LATE)
            return "expired"
        tries = int(job.payload.get("tries", 0)) + 1
        delay = min(60.0, 2.0**tries) * random.uniform(0.7, 1.3)  # noqa: S311 - jitter
        again = {"clear": True, "began": began, "tries": tries}
        await asyncio.to_thread(self.table.put_off, job, now + max(delay, at_least), **again)
        return ""

    async def _look(self, job: Job, message: Message) -> Ending:
        """Find out whether an attempt left; it is never repeated from here."""
        looks = int(job.payload.get("looks", 0)) + 1
        newest = await self.bench.state(Message, message.id)
        if newest is not None and RANK.get(newest.status, 0) >= RANK["accepted"]:
            return "done"
        found = await self._find(message)
        if found is not None:
            await self.bench.tell(job, "done", sid=found.sid, status=found.status)
            return "done"
        words = NO_TRACE if looks >= LOOKS and message.channel == "sms" else UNSURE
        await self.bench.tell(job, "unsure", words=words)
        if looks >= LOOKS or message.channel == "email":
            return "unknown"
        due = self.bench.now() + LOOK_AGAIN_SECONDS * looks
        await asyncio.to_thread(self.table.put_off, job, due, looks=looks)
        return ""

    async def _find(self, message: Message) -> Receipt | None:
        if message.channel == "email" or message.due is None:
            return None
        since = message.due.timestamp() - CLOCKS_DIFFER_SECONDS
        try:
            found = await self.messaging.find(self._text(message), sent_after=since)
        except (Refused, Unreachable, Uncertain):
            return None
        if found is None or await asyncio.to_thread(self._is_known, found.sid, message.id):
            return None
        return found

    def _is_known(self, sid: str, key: str) -> bool:
        """Whether a text that was found is another one of ours with the same words."""
        other = select(MESSAGE.c.id).where(MESSAGE.c.sid == sid, MESSAGE.c.id != key)
        with self.bench.read.connect() as conn:
            return conn.execute(other.limit(1)).first() is not None
