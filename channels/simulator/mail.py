"""Mail both ways: SendGrid's mail send and its events, and Inbound Parse in both modes.

Source: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
"""

from __future__ import annotations

import json
import secrets
from email import message_from_bytes, policy
from email.utils import format_datetime, make_msgid, parseaddr
from typing import TYPE_CHECKING

import httpx

from channels.simulator.envelopes import compose, multipart, parse_fields
from channels.simulator.people import Letter, OutgoingMail, Person
from channels.simulator.settings import NotLoopback, require_loopback_url
from channels.simulator.signing import MailSigner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.simulator.mailsend import SentMail
    from channels.simulator.plant import Plant

PARSE_ATTEMPTS = 12
PARSE_RETRY_SECONDS = 300.0


class Post:
    """The post office: one mailbox per person, one hub."""

    def __init__(self, plant: Plant, people: Mapping[str, Person]) -> None:
        self._plant = plant
        self._people = people
        self.signer = MailSigner()
        self.sent: list[SentMail] = []
        self.outcomes: dict[str, str] = {}
        """What becomes of mail to an address instead of delivery: ``bounce``, ``blocked``,
        ``dropped``, ``deferred``."""

    def accept(self, mail: SentMail) -> str:
        """Take a mail from the REST interface; its X-Message-Id."""
        self.sent.append(mail)
        message_id = secrets.token_urlsafe(16)
        self._plant.tasks.start(self._deliver(mail, message_id), "mail")
        return message_id

    async def _deliver(self, mail: SentMail, message_id: str) -> None:
        latencies, clock = self._plant.settings.latencies, self._plant.clock
        await clock.sleep(latencies.mail_processed)
        outcomes = {address: self.outcomes.get(address, "delivered") for address in mail.to}
        lively = [address for address in mail.to if outcomes[address] != "dropped"]
        await self._events(mail, message_id, dict.fromkeys(lively, "processed"))
        await clock.sleep(latencies.mail_delivered)
        for address in mail.to:
            if outcomes[address] in ("delivered", "deferred"):
                self._hand_over(mail, address)
        await self._events(mail, message_id, outcomes)

    def _hand_over(self, mail: SentMail, address: str) -> None:
        mailbox = (one for one in self._people.values() if one.email.lower() == address.lower())
        for person in mailbox:
            person.inbox.append(
                Letter(
                    mail.sender,
                    mail.subject,
                    mail.text,
                    mail.headers.get("Message-ID", ""),
                    mail.reply_to,
                    dict(mail.headers),
                    self._plant.clock.now(),
                )
            )
            person.notice("mailed", mail.text)

    async def _events(self, mail: SentMail, message_id: str, outcomes: dict[str, str]) -> None:
        url = self._plant.settings.mail_events_url
        if not url or not outcomes:
            return
        batch = [self._event(mail, message_id, one, outcomes[one]) for one in outcomes]
        body = json.dumps(batch).encode() + b"\r\n"
        await self._send(url, body, "application/json", signed=True)

    def _event(
        self, mail: SentMail, message_id: str, address: str, outcome: str
    ) -> dict[str, object]:
        event: dict[str, object] = {
            "email": address,
            "timestamp": int(self._plant.clock.now().timestamp()),
            "event": "bounce" if outcome == "blocked" else outcome,
            "sg_event_id": secrets.token_urlsafe(16),
            "sg_message_id": f"{message_id}.filterdrecv-practice-0",
            "smtp-id": mail.headers.get("Message-ID", f"<{message_id}@simulator.example>"),
        }
        match outcome:
            case "delivered":
                event["response"] = "250 OK"
            case "bounce" | "blocked":
                event |= {"type": outcome, "status": "5.1.1", "reason": "550 5.1.1 unknown user"}
            case "deferred":
                event |= {"attempt": "1", "response": "451 try again later"}
            case "dropped":
                event["reason"] = "Bounced Address"
        if mail.categories:
            event["category"] = list(mail.categories)
        return dict(mail.custom_args) | event

    async def receive(self, mail: OutgoingMail) -> str:
        """Take a mail from a person to the hub's Inbound Parse; its Message-ID."""
        message_id = make_msgid(domain=parseaddr(mail.sender)[1].split("@")[-1] or "example.com")
        raw = compose(mail, message_id, format_datetime(self._plant.clock.now()))
        await self.receive_raw(raw, mail)
        return message_id

    async def receive_raw(self, raw: bytes, mail: OutgoingMail) -> None:
        """Post MIME bytes to Inbound Parse, in the mode of the settings."""
        settings = self._plant.settings
        if not settings.parse_url:
            return
        fields, files = parse_fields(
            message_from_bytes(raw, policy=policy.default), raw, mail, mode=settings.parse_mode
        )
        boundary = f"xYzZY{secrets.token_hex(8)}"
        body = multipart(fields, files, boundary)
        work = self._parse(body, f"multipart/form-data; boundary={boundary}")
        self._plant.tasks.start(work, "inbound mail")
        await self._plant.clock.settle()

    async def _parse(self, body: bytes, content_type: str) -> None:
        """Post until accepted: 5xx and timeouts are retried, 4xx loses the mail for ever."""
        settings = self._plant.settings
        for _ in range(PARSE_ATTEMPTS):
            status = await self._send(
                settings.parse_url, body, content_type, signed=settings.parse_signed
            )
            if 200 <= status < 300:
                return
            if 300 <= status < 500:
                self._plant.journal.complain(f"Inbound Parse answered {status}: the mail is lost")
                return
            await self._plant.clock.sleep(PARSE_RETRY_SECONDS)
        self._plant.journal.complain("Inbound Parse never accepted a mail: it is lost")

    async def _send(self, url: str, body: bytes, content_type: str, *, signed: bool) -> int:
        """Post bytes; the HTTP status, 0 when nobody answered."""
        try:
            require_loopback_url(url)
        except NotLoopback as refused:
            self._plant.journal.complain(str(refused))
            return 400
        fault = self._plant.faults.for_delivery(url)
        if fault is not None and fault.kind == "drop":
            return 0
        if fault is not None and fault.kind == "delay":
            await self._plant.clock.sleep(fault.seconds)
        headers = {"Content-Type": content_type}
        if signed:
            stamp = str(int(self._plant.clock.now().timestamp()))
            signed_bytes = b"something else" if fault and fault.kind == "wrong-signature" else body
            headers |= self.signer.headers(signed_bytes, stamp)
        times = 2 if fault is not None and fault.kind == "duplicate" else 1
        status = 0
        for _ in range(times):
            status = await self._post(url, body, headers)
        return status

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            with self._plant.clock.working():
                response = await self._plant.webhooks.client.post(
                    url, content=body, headers=dict(headers), timeout=15.0
                )
        except httpx.HTTPError:
            return 0
        return response.status_code
