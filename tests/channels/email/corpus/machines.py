"""What machines send back: reports by RFC 3464 and without it, and answers by RFC 3834.

In our own words; the shapes (which headers, which parts, who it is from) are those of the large
mail servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.channels.email.corpus.case import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "<msg-1.abcdefghijklmnop@reply.example.com>"
ANA = "ana@example.net"
SORRY = "Your message did not reach one of its readers."
BACK = ("From: Safety team <safety@example.com>", f"To: {ANA}", "Subject: Re: My dog",
        f"Message-ID: {OURS}")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A mail of a machine."""

    name: str
    raw: bytes
    status: str = "5.1.1"
    action: str = "failed"
    recipient: str = ANA
    original: str = OURS


def _dsn(
    sender: str,
    subject: str,
    *fields: str,
    back: str = "message/rfc822",
    status: str = "5.1.1",
    head: tuple[str, ...] = (),
    group: tuple[str, ...] = ("Reporting-MTA: dns; mx.example.net",),
    text: str = SORRY,
) -> bytes:
    told = fields or (
        f"Final-Recipient: rfc822; {ANA}", "Action: failed", f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    )  # fmt: skip
    raw = lines(
        *head, f"From: {sender}", "To: safety@example.com", f"Subject: {subject}",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', "",
        "--r", "Content-Type: text/plain; charset=utf-8", "", text,
        "--r", "Content-Type: message/delivery-status", "", *group, "", *told,
    )  # fmt: skip
    if back:
        raw += lines("", "--r", f"Content-Type: {back}", "", *BACK, "", "We are sorry.")
    return raw + lines("", "--r--")


def standard_reports() -> Iterator[Report]:
    """RFC 3464 as the large servers write it."""
    daemon = "Mail Delivery System <MAILER-DAEMON@mx.example.net>"
    yield Report("postfix", _dsn(daemon, "Undelivered Mail Returned to Sender",
        head=("Return-Path: <>", "Auto-Submitted: auto-replied")))  # fmt: skip
    yield Report("postfix, headers only", _dsn(daemon, "Undelivered Mail Returned to Sender",
        back="text/rfc822-headers"))  # fmt: skip
    yield Report("postfix, delayed", _dsn(daemon, "Delayed Mail (still being retried)",
        f"Final-Recipient: rfc822; {ANA}", f"Original-Recipient: rfc822;{ANA}",
        "Action: delayed", "Status: 4.4.1"), "4.4.1", "delayed")  # fmt: skip
    yield Report("sendmail", _dsn(f"Mail Delivery Subsystem <{daemon[22:-1]}>",
        "Returned mail: see transcript for details"))  # fmt: skip
    yield Report("exchange", _dsn("postmaster@example.net", "Undeliverable: Re: My dog",
        f"Final-recipient: RFC822; {ANA}", "Action: failed", "Status: 5.1.10",
        "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        head=("X-MS-Exchange-Message-Is-Ndr:",),
        group=("Reporting-MTA: dns;EXCH.example.net", "Received-From-MTA: dns;a.example.com",
               "Arrival-Date: Mon, 6 May 2024 10:32:00 +0000")), "5.1.10")  # fmt: skip
    yield Report("gmail", _dsn("Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"Final-Recipient: rfc822; {ANA}", "Action: failed", "Status: 5.1.1",
        "Remote-MTA: dns; mx.example.net. (192.0.2.1, the server for the domain example.net.)",
        "Diagnostic-Code: smtp; 550-5.1.1 The account does not\r\n exist. 550 5.1.1 gsmtp",
        head=(f"X-Failed-Recipients: {ANA}",)))  # fmt: skip
    yield Report("exim", _dsn("Mail Delivery System <Mailer-Daemon@mx.example.net>",
        "Mail delivery failed: returning message to sender",
        head=(f"X-Failed-Recipients: {ANA}", "Auto-Submitted: auto-replied")))  # fmt: skip
    yield Report("amazon", _dsn("MAILER-DAEMON@ses.example", "Delivery Notification (Failure)",
        f"Final-Recipient: rfc822;{ANA}", "Action: failed", "Status: 5.1.1"))  # fmt: skip


def odd_reports() -> Iterator[Report]:
    """RFC 3464 with less, with more, and in another order."""
    daemon = "Mail Delivery System <MAILER-DAEMON@mx.example.net>"
    yield Report("full mailbox", _dsn(daemon, "Undelivered Mail Returned to Sender",
        f"Final-Recipient: rfc822; {ANA}", "Action: failed", "Status: 5.2.2"), "5.2.2")  # fmt: skip
    yield Report("spanish", _dsn("postmaster@example.net", "No se puede entregar: Re: My dog",
        text="Su mensaje no llegó."))  # fmt: skip
    yield Report("german", _dsn("postmaster@example.net", "Unzustellbar: Re: My dog"))
    yield Report("an address beyond ASCII", _dsn(daemon, "Undelivered",
        "Final-Recipient: utf-8; señora@example.net", "Action: failed", "Status: 5.1.1"),
        recipient="señora@example.net")  # fmt: skip
    yield Report("two readers, one reached", _dsn(daemon, "Undelivered",
        "Final-Recipient: rfc822; bo@example.net", "Action: delivered", "Status: 2.0.0", "",
        f"Final-Recipient: rfc822; {ANA}", "Action: failed", "Status: 5.1.1"))  # fmt: skip
    yield Report("status with words", _dsn(daemon, "Undelivered",
        f"Final-Recipient: RFC822; <{ANA}>", "Action: Failed (for ever)",
        "Status: 5.1.1 (bad destination mailbox)"))  # fmt: skip
    yield Report("a person's subject", _dsn("admin@example.net", "Re: My dog"))
    yield Report("the report comes last", _reordered())
    yield Report("the report in base64", _encoded())


def _reordered() -> bytes:
    return lines(
        "From: postmaster@example.net", "Subject: Failure",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r", "",
        "--r", "Content-Type: text/html", "", f"<p>{SORRY}</p>",
        "--r", "Content-Type: message/rfc822", "", *BACK, "", "We are sorry.",
        "--r", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", "",
        f"Final-Recipient: rfc822; {ANA}", "Action: failed", "Status: 5.1.1", "--r--",
    )  # fmt: skip


def _encoded() -> bytes:
    import base64

    told = lines("Reporting-MTA: dns; mx.example.net", "", f"Final-Recipient: rfc822; {ANA}",
                 "Action: failed", "Status: 5.1.1")  # fmt: skip
    back = lines(*BACK, "", "We are sorry.")
    return lines(
        "From: postmaster@example.net", "Subject: Failure",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r", "",
        "--r", "Content-Type: text/plain", "", SORRY,
        "--r", "Content-Type: message/delivery-status", "Content-Transfer-Encoding: base64", "",
        base64.encodebytes(told).strip(),
        "--r", "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "",
        base64.encodebytes(back).strip(), "--r--",
    )  # fmt: skip


def prose_reports() -> Iterator[Report]:
    """Servers that know no RFC 3464: a sender, a subject, an address and a code in the text."""
    quoted = ("", "--- what you sent ---", *BACK, "", "We are sorry.")
    for name, sender, subject, told in (
        ("qmail", "MAILER-DAEMON@mx.example.net", "failure notice",
         (f"<{ANA}>:", "192.0.2.1 does not like recipient.", "550 5.1.1 no such user")),
        ("old exim", "Mail Delivery System <Mailer-Daemon@mx.example.net>",
         "Mail delivery failed: returning message to sender",
         (f"  {ANA}", "    RCPT TO: 550 5.1.1 no such user")),
        ("old exchange", "System Administrator <postmaster@example.net>", "Undeliverable: My dog",
         (f"{ANA} on 5/6/2024", "<mx.example.net #5.1.1>")),
        ("courier", "postmaster@example.net", "NOTICE: mail delivery status.",
         (f"<{ANA}>:", "550 5.1.1 no such user")),
        ("domino", "postmaster@example.net", "DELIVERY FAILURE: no such user",
         (f"{ANA}", "550 5.1.1 no such user")),
        ("groupwise", "Mailer-Daemon@example.net", "Message status - undeliverable",
         (f"{ANA}", "550 5.1.1 no such user")),
        ("yahoo", "MAILER-DAEMON@mta.example.net", "Failure Notice",
         (f"<{ANA}>:", "554 5.1.1 no account here")),
        ("mail.ru", "mailer-daemon@corp.example.net", "Mail failure.",
         (f"{ANA}", "550 5.1.1 no such user")),
        ("spanish", "postmaster@example.net", "Error de entrega: My dog",
         (f"{ANA}", "550 5.1.1 no existe")),
        ("german", "postmaster@example.net", "Nachricht nicht zugestellt",
         (f"{ANA}", "550 5.1.1 unbekannt")),
        ("french", "postmaster@example.net", "Échec de la remise : My dog",
         (f"{ANA}", "550 5.1.1 inconnu")),
        ("only a sender", "Mail Delivery Subsystem <mailer-daemon@example.net>", "Re: My dog",
         (f"{ANA}", "550 5.1.1 no such user")),
    ):  # fmt: skip
        raw = lines(f"From: {sender}", f"Subject: {subject}", "Content-Type: text/plain",
                    "", SORRY, *told, *quoted)  # fmt: skip
        yield Report(f"{name} in prose", raw)


AUTOMATIC = {
    "RFC 3834": ("Auto-Submitted: auto-replied", "Subject: Re: My dog"),
    "RFC 3834, generated": ("Auto-Submitted: auto-generated",),
    "RFC 3834, notified": ("Auto-Submitted: auto-notified; owner-email=x@example.com",),
    "vacation": ("Precedence: bulk", "Subject: away"),
    "junk": ("Precedence: junk",),
    "auto_reply": ("Precedence: auto_reply",),
    "exchange": ("X-Auto-Response-Suppress: All", "Subject: Automatic reply: My dog"),
    "autorespond": ("X-Autorespond: My dog",),
    "autoreply": ("X-Autoreply: yes",),
    "autoreply from": ("X-Autoreply-From: ana@example.net",),
    "mail autoreply": ("X-Mail-Autoreply: yes",),
    "null sender": ("Return-Path: <>",),
    "no-reply": ("From: no-reply@example.net",),
    "donotreply": ("From: Shop <DoNotReply@example.net>",),
    "subject": ("Subject: Automatic reply: My dog",),
    "out of office": ("Subject: Out of Office: My dog",),
    "out of office autoreply": ("Subject: Out of Office AutoReply: My dog",),
    "out of the office": ("Subject: Out of the office",),
    "auto": ("Subject: Auto: My dog",),
    "spanish": ("Subject: Respuesta automática: Mi perro",),
    "spanish, away": ("Subject: Fuera de la oficina Re: Mi perro",),
    "german": ("Subject: Automatische Antwort: Mein Hund",),
    "german, away": ("Subject: Abwesenheitsnotiz: Mein Hund",),
    "french": ("Subject: =?utf-8?Q?R=C3=A9ponse_automatique_=3A?= Mon chien",),
    "portuguese": ("Subject: =?utf-8?Q?Resposta_autom=C3=A1tica=3A?= Meu",),
    "italian": ("Subject: Risposta automatica: Il mio cane",),
    "a success report": (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ),
    "a read receipt": (
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
    ),
    "a complaint": ("Content-Type: multipart/report; report-type=feedback-report; boundary=b",),
}
PEOPLE = {
    "a plain mail": ("Subject: My dog",),
    "submitted by hand": ("Auto-Submitted: no",),
    "by a list or a shared mailbox": ("List-Id: <safety.example.com>", "Precedence: list"),
    "by a mail program of a company": ("Feedback-ID: 1:2:3:crm",),
    "urgent": ("Precedence: urgent",),
    "about hours": ("Subject: Out of office hours he came again",),
    "about a door": ("Subject: Automatic door broke",),
    "about a reply": ("Subject: Auto reply said nobody reads this, please help",),
    "about an auto": ("Subject: Auto accident",),
    "about a bounce": ("Subject: Delivery failed?",),
    "about a package": ("Subject: Mail delivery problem at my door",),
    "about being rejected": ("Subject: He rejected me and hit me",),
    "a web form": ("From: Our site <no-reply@example.com>", "Reply-To: ana@example.net"),
    "an office's mailbox": ("From: Post Office <postmaster.smith@example.net>",),
    "forwarded failure": ("Subject: Fwd: Undeliverable: Re: My dog",),
    "an answer to a report": ("Subject: Re: failure notice",),
    "a postmaster who writes": ("From: postmaster@example.net", "Subject: Your sitter stalks me"),
}
