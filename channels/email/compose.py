"""Writes a mail for SMTP; a line break where a header could be injected is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from channels.email.charsets import clean

if TYPE_CHECKING:
    from channels.base import OutboundMail

KEPT_REFERENCES = 20
"""Newest ids kept besides the first, RFC 5322 section 3.6.4 allows to trim."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_ID = re.compile(r"<[!-;=?-~]{1,900}>")


def compose(mail: OutboundMail, *, at: datetime | None = None) -> bytes:
    """The mail as RFC 5322 bytes. Raises ValueError for what no header may hold.

    Args:
        mail: The mail.
        at: Its Date, now when missing.
    """
    check(mail)
    message = EmailMessage(policy=SMTP)
    message["From"] = _mailbox(mail.sender, mail.sender_name)
    message["To"] = [_mailbox(one) for one in mail.to]
    if mail.cc:
        message["Cc"] = [_mailbox(one) for one in mail.cc]
    if mail.reply_to:
        message["Reply-To"] = _mailbox(mail.reply_to)
    message["Subject"] = mail.subject
    message.set_content(clean(mail.text), charset="utf-8", cte="quoted-printable")
    return _own_headers(mail, at or datetime.now(UTC)) + message.as_bytes()


def check(mail: OutboundMail) -> None:
    """Raise ValueError, in words, unless every header of the mail is safe to send."""
    if not mail.to:
        raise ValueError("The mail has no recipient.")
    for what, value in (("subject", mail.subject), ("sender name", mail.sender_name)):
        if _CONTROL.search(value):
            raise ValueError(f"The {what} contains a line break or a control character.")
    reply_to = (mail.reply_to,) if mail.reply_to else ()
    for address in (mail.sender, *mail.to, *mail.cc, *reply_to):
        if not _ADDRESS.fullmatch(address):
            raise ValueError("An address is not a plain mail address like ana@example.com.")
    in_reply_to = (mail.in_reply_to,) if mail.in_reply_to else ()
    for message_id in (mail.message_id, *in_reply_to):
        if not _ID.fullmatch(message_id):
            raise ValueError("A message id is not of the form <letters@domain>.")
    if any(_CONTROL.search(one) for one in mail.references):
        raise ValueError("A reference contains a line break or a control character.")


def trimmed_references(mail: OutboundMail) -> tuple[str, ...]:
    """The thread's ids to name: the first and the newest, well-formed ones only."""
    chain = tuple(dict.fromkeys(one for one in mail.references if _ID.fullmatch(one)))
    if mail.in_reply_to:
        chain = (*(one for one in chain if one != mail.in_reply_to), mail.in_reply_to)
    if len(chain) <= KEPT_REFERENCES + 1:
        return chain
    return (chain[0], *chain[-KEPT_REFERENCES:])


def _own_headers(mail: OutboundMail, at: datetime) -> bytes:
    """Headers with ids, folded by us: the library would encode a long id and so break it."""
    lines = [f"Message-ID: {mail.message_id}", f"Date: {format_datetime(at.astimezone(UTC))}"]
    if mail.in_reply_to:
        lines.append(f"In-Reply-To: {mail.in_reply_to}")
    if references := trimmed_references(mail):
        lines.append("References: " + "\r\n ".join(references))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _mailbox(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)
