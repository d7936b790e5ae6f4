"""Texts both ways: validation, delivery with receipts, inbound webhooks, opt-outs, media.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.errors import ApiError, invalid_to
from channels.simulator.people import Attachment, Person, Text
from channels.simulator.segments import segments
from channels.simulator.sids import new_sid
from channels.simulator.twiml import MESSAGE_VERBS, BadDocument, Document, fetch
from channels.simulator.webhooks import DeliveryFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from channels.simulator.plant import Plant
    from channels.simulator.settings import OwnedNumber

STOP_WORDS = frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split())  # noqa: SIM905
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
_E164 = re.compile(r"\+[1-9]\d{6,14}")
MAX_BODY = 1600


@dataclass(eq=False, slots=True)
class StoredMedia:
    """A file of a message."""

    file: Attachment
    created: datetime
    sid: str = field(default_factory=lambda: new_sid("ME"))


@dataclass(eq=False, slots=True)
class Message:
    """A text, in or out."""

    sender: str
    to: str
    body: str
    created: datetime
    direction: str = "outbound-api"
    status: str = "queued"
    status_url: str = ""
    service: str = ""
    media: list[StoredMedia] = field(default_factory=list)
    media_urls: tuple[str, ...] = ()
    error_code: int = 0
    sent: datetime | None = None
    sid: str = ""

    def __post_init__(self) -> None:
        has_media = bool(self.media or self.media_urls)
        self.sid = self.sid or new_sid("MM" if has_media else "SM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request to send a text."""

    to: str
    sender: str
    body: str
    service: str = ""
    media_urls: tuple[str, ...] = ()
    status_url: str = ""


class Texts:
    """All texts of the account."""

    def __init__(self, plant: Plant, people: Mapping[str, Person]) -> None:
        self._plant = plant
        self._people = people
        self.all: dict[str, Message] = {}
        self.opted_out: set[tuple[str, str]] = set()
        """Pairs of a person's number and a number of ours."""

    def send(self, draft: Draft, *, direction: str = "outbound-api") -> Message:
        """Accept a text and deliver it in the background; raises ApiError."""
        sender = self._validate(draft)
        status_url = draft.status_url
        host = status_url.split("://")[-1].split("/")[0]
        if "_" in host:
            self._plant.journal.alert(21609, status_url, "invalid StatusCallback")
            status_url = ""
        message = Message(
            sender=sender,
            to=draft.to,
            body=draft.body,
            created=self._plant.clock.now(),
            direction=direction,
            status="accepted" if draft.service else "queued",
            status_url=status_url,
            service=draft.service,
            media_urls=draft.media_urls,
        )
        self.all[message.sid] = message
        self._plant.tasks.start(self._deliver(message), "text")
        return message

    def _validate(self, draft: Draft) -> str:
        sender = draft.sender
        if draft.service and not sender and self._plant.settings.numbers:
            sender = self._plant.settings.numbers[0].number
        if not draft.to:
            raise ApiError(400, 21604, "A 'To' phone number is required.")
        if not sender:
            raise ApiError(400, 21603, "A 'From' phone number is required.")
        if not draft.body and not draft.media_urls:
            raise ApiError(400, 21619, "Message body is required.")
        if not _E164.fullmatch(draft.to):
            raise invalid_to(draft.to)
        if draft.to == sender:
            raise ApiError(400, 21266, "'To' and 'From' number cannot be the same")
        if self._plant.settings.number(sender) is None:
            what = f"'From' {sender} is not a Twilio phone number or short code."
            raise ApiError(400, 21606, what)
        if len(draft.body) > MAX_BODY:
            raise ApiError(400, 21617, "The concatenated message body exceeds the 1600 limit.")
        self._refuse(draft.to, sender)
        return sender

    def _refuse(self, to: str, sender: str) -> None:
        """Raise ApiError for who must not, or cannot, get texts from us."""
        person = self._people.get(to)
        delivery = person.delivery if person else None
        kind = delivery.kind if delivery is not None and delivery.is_synchronous else ""
        if (to, sender) in self.opted_out or kind == "opted out":
            raise ApiError(400, 21610, "Attempt to send to unsubscribed recipient")
        if kind == "landline":
            raise ApiError(400, 21614, "'To' number is not a valid mobile number")
        if delivery is not None and kind == "refused":
            raise ApiError(400, delivery.error_code, "The message cannot be sent")

    async def _deliver(self, message: Message) -> None:
        latencies, clock = self._plant.settings.latencies, self._plant.clock
        person = self._people.get(message.to)
        kind = person.delivery.kind if person else "undelivered"
        code = person.delivery.error_code if person else 30005
        if message.status == "accepted":
            self._report(message, "queued")
        await clock.sleep(latencies.text_sent)
        if message.status == "canceled":
            return
        if kind in ("failed", "landline", "opted out"):
            self._report(message, "failed", code)
            return
        message.sent = clock.now()
        if kind != "receipt first":
            self._report(message, "sent")
        await clock.sleep(latencies.text_delivered)
        if kind == "undelivered":
            self._report(message, "undelivered", code)
            return
        if kind != "no receipt":
            self._report(message, "delivered")
        if kind == "receipt first":
            self._report(message, "sent", keep=True)
        if person is not None:
            self._hand_over(message, person)

    def _hand_over(self, message: Message, person: Person) -> None:
        now = self._plant.clock.now()
        person.received.append(Text(message.sender, message.body, now, message.media_urls))
        person.notice("texted", message.body)

    def _report(self, message: Message, status: str, code: int = 0, *, keep: bool = False) -> None:
        if not keep:
            message.status, message.error_code = status, code
        form = {
            "AccountSid": self._plant.settings.account_sid,
            "ApiVersion": "2010-04-01",
            "From": message.sender,
            "To": message.to,
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
        }
        if message.service:
            form["MessagingServiceSid"] = message.service
        if code:
            form["ErrorCode"] = str(code)
        if status in ("delivered", "undelivered"):
            form["RawDlrDoneDate"] = self._plant.clock.now().strftime("%y%m%d%H%M")
        self._plant.webhooks.notify(message.status_url, form)

    async def receive(
        self, person: Person, to: str, body: str, media: Sequence[Attachment]
    ) -> Message:
        """Take in a text from a person and tell the number's webhook."""
        number = self._plant.settings.number(to)
        if number is None:
            raise ValueError("The account owns no such number; nobody would get this text.")
        now = self._plant.clock.now()
        message = Message(
            sender=person.address,
            to=to,
            body=body,
            created=now,
            direction="inbound",
            status="received",
            media=[StoredMedia(file, now) for file in media],
            sent=now,
        )
        self.all[message.sid] = message
        self._keyword(person, to, body)
        self._plant.tasks.start(self._announce(message, number), "inbound text")
        await self._plant.clock.settle()
        return message

    def _keyword(self, person: Person, to: str, body: str) -> None:
        word = body.strip().upper()
        answer = ""
        if word in STOP_WORDS:
            self.opted_out.add((person.address, to))
            answer = "You have successfully been unsubscribed. Reply START to resubscribe."
        elif word in START_WORDS and (person.address, to) in self.opted_out:
            self.opted_out.discard((person.address, to))
            answer = "You have successfully been re-subscribed."
        if answer:
            person.received.append(Text(to, answer, self._plant.clock.now()))

    async def _announce(self, message: Message, number: OwnedNumber) -> None:
        """Tell the number's webhook, or its fallback; what neither takes stays in the lists."""
        form = inbound_form(self._plant, message)
        tries = [(number.sms_url, number.sms_method)]
        tries.append((number.sms_fallback_url, number.sms_fallback_method))
        for url, method in tries:
            if not url:
                continue
            try:
                document = await self._fetch(url, method, form)
                await self._answer(message, document, form)
                return
            except (DeliveryFailed, BadDocument) as error:
                self._plant.journal.alert(error.code, url, str(error))
                form = form | {"ErrorCode": str(error.code), "ErrorUrl": url}

    async def _fetch(self, url: str, method: str, form: Mapping[str, str]) -> Document:
        return await fetch(self._plant, url, form, method=method, allowed=MESSAGE_VERBS)

    async def _answer(self, message: Message, document: Document, form: Mapping[str, str]) -> None:
        for verb in document.verbs:
            if verb.tag == "Redirect":
                url = document.link((verb.text or "").strip())
                following = await self._fetch(url, verb.get("method", "POST"), form)
                await self._answer(message, following, form)
                return
            body = verb.findtext("Body") or (verb.text or "")
            draft = Draft(to=message.sender, sender=message.to, body=body.strip())
            self.send(draft, direction="outbound-reply")


def inbound_form(plant: Plant, message: Message) -> dict[str, str]:
    """What the number's webhook is told of an inbound text."""
    form = {
        "AccountSid": plant.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "Body": message.body,
        "From": message.sender,
        "To": message.to,
        "NumMedia": str(len(message.media)),
        "NumSegments": str(segments(message.body)),
        "SmsStatus": "received",
    }
    form |= dict.fromkeys(("MessageSid", "SmsMessageSid", "SmsSid"), message.sid)
    form |= {f"{end}{part}": "" for end in ("From", "To") for part in ("City", "State", "Zip")}
    form |= {"FromCountry": "US", "ToCountry": "US"}
    for index, media in enumerate(message.media):
        path = plant.path(f"Messages/{message.sid}/Media/{media.sid}")
        form[f"MediaUrl{index}"] = plant.media_base + path
        form[f"MediaContentType{index}"] = media.file.content_type
    return form
