"""Signed webhooks as the providers post them, each with the cause it must be stored under."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from channels.email.message import parse
from channels.simulator.signing import twilio_signature
from tests.crash.hubs import ACCOUNT, PARSE_SECRET, PUBLIC, TOKEN
from tests.crash.wire import http

if TYPE_CHECKING:
    from random import Random

OURS = "+14155550100"
FORM = "application/x-www-form-urlencoded"
REPORTS = ("queued", "sent", "delivered", "undelivered", "failed")
Form = dict[str, str]
Forgery = Literal["", "other key", "other body", "no signature"]


@dataclass(frozen=True, slots=True)
class Post:
    """One webhook."""

    raw: bytes = field(repr=False)
    cause: str
    is_forged: bool = False


def sid(kind: str) -> str:
    """Make up an id of the provider."""
    return kind + secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Source:
    """Makes webhooks for any hub."""

    chance: Random

    def post(self, path: str, form: Form, cause: str, forgery: Forgery = "") -> Post:
        """Make a signed form, or one that only looks like it."""
        key = "somebody else's token" if forgery == "other key" else TOKEN
        headers = {
            "Content-Type": FORM,
            "X-Twilio-Signature": twilio_signature(key, PUBLIC + path, form),
        }
        if forgery == "no signature":
            del headers["X-Twilio-Signature"]
        sent = {**form, "Body": "changed on its way"} if forgery == "other body" else form
        raw = http("POST", path, headers=headers, body=urlencode(sent).encode())
        return Post(raw, cause, is_forged=bool(forgery))

    def person(self) -> str:
        """One of a hundred people."""
        return f"+1415555{100 + self.chance.randrange(100):04d}"

    def text(self, sender: str = "", body: str = "", forgery: Forgery = "") -> Post:
        """A text from somebody."""
        made = sid("SM")
        form = {
            "MessageSid": made,
            "SmsMessageSid": made,
            "AccountSid": ACCOUNT,
            "From": sender or self.person(),
            "To": OURS,
            "Body": body or f"Is anybody there? The sitter has not come 🐕 {made[-6:]}",
            "NumMedia": "0",
        }
        return self.post("/twilio/sms", form, f"twilio:{made}:received", forgery)

    def report(self, out: str, status: str, message: str = "") -> Post:
        """What became of a text of ours."""
        message = message or f"SM{out.encode().hex()[-32:]:0>32}"
        form = {"MessageSid": message, "AccountSid": ACCOUNT, "MessageStatus": status}
        path = f"/twilio/sms/status?out={out}"
        return self.post(path, form, f"twilio:{message}:{status}")

    def rings(self, call: str) -> Post:
        """A call begins."""
        form = self._call(call, "ringing", sender=self.person())
        return self.post("/twilio/voice", form, f"twilio:{call}:rings")

    def queued(self, call: str) -> Post:
        """The caller has heard the announcement and goes to the queue."""
        form = self._call(call, "in-progress")
        return self.post(f"/twilio/voice/consent?call={call}", form, f"twilio:{call}:consent")

    def over(self, call: str) -> Post:
        """The caller has hung up."""
        form = self._call(call, "completed") | {"SequenceNumber": "3", "CallDuration": "9"}
        return self.post("/twilio/voice/status", form, f"twilio:{call}:completed:3")

    def call(self) -> list[Post]:
        """A whole call that nobody took, with a room that somebody looked into."""
        call, room = sid("CA"), sid("CF")
        events = ("conference-start", "participant-join", "participant-leave", "conference-end")
        inside = [
            self.post(
                f"/twilio/conference?call={call}",
                {
                    "ConferenceSid": room,
                    "FriendlyName": f"call-{call}",
                    "AccountSid": ACCOUNT,
                    "StatusCallbackEvent": event,
                    "SequenceNumber": str(number),
                    "CallSid": call,
                    "ParticipantLabel": "customer",
                },
                f"twilio:{room}:{number}",
            )
            for number, event in enumerate(events, 1)
        ]
        return [self.rings(call), self.queued(call), *inside, self.over(call)]

    def mail(self, forgery: Forgery = "") -> Post:
        """A mail as Inbound Parse posts it; without the secret address it is forged."""
        made = secrets.token_hex(8)
        sender = f"person{self.chance.randrange(50)}@example.com"
        mime = (
            f"From: {sender}\r\nTo: safety@reply.example.com\r\nSubject: Refund {made}\r\n"
            f"Message-ID: <{made}@mail.example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"\r\nThe sitter has not come, who pays for this? ({made})\r\n"
        ).encode()
        mark = f"x{made}"
        envelope = f'{{"from":"{sender}","to":["safety@reply.example.com"]}}'.encode()
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            + content
            + b"\r\n"
            for name, content in (("email", mime), ("envelope", envelope))
        )
        raw = http(
            "POST",
            f"/sendgrid/parse/{'not-the-secret-at-all' if forgery else PARSE_SECRET}",
            headers={"Content-Type": f"multipart/form-data; boundary={mark}"},
            body=body + f"--{mark}--\r\n".encode(),
        )
        return Post(raw, f"mail:{parse(mime).fingerprint}", is_forged=bool(forgery))

    def _call(self, call: str, status: str, sender: str = "") -> Form:
        return {
            "CallSid": call,
            "AccountSid": ACCOUNT,
            "From": sender or OURS,
            "To": OURS,
            "CallStatus": status,
        }
