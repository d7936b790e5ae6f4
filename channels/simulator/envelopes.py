"""Mail on its way in: MIME as a mail program writes it, and Inbound Parse's form fields."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from channels.simulator.people import OutgoingMail

Files = dict[str, tuple[str, bytes, str]]


def compose(mail: OutgoingMail, message_id: str, date: str) -> bytes:
    """The mail as MIME bytes with CRLF line ends."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = date
    message["Message-ID"] = message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = mail.in_reply_to
        message["References"] = mail.in_reply_to
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.attachments:
        main, _, sub = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def parse_fields(
    message: EmailMessage, raw: bytes, mail: OutgoingMail, *, mode: Literal["raw", "parsed"]
) -> tuple[dict[str, str | bytes], Files]:
    """The form fields and files that Inbound Parse posts for a mail."""
    fields: dict[str, str | bytes] = {
        "to": str(message.get("To", mail.to)),
        "from": str(message.get("From", mail.sender)),
        "subject": str(message.get("Subject", mail.subject)),
        "envelope": json.dumps({"to": [parseaddr(mail.to)[1]], "from": parseaddr(mail.sender)[1]}),
        "sender_ip": "127.0.0.1",
        "SPF": mail.spf,
        "dkim": f"{{@{parseaddr(mail.sender)[1].split('@')[-1]} : {mail.dkim}}}",
        "spam_score": "0.1",
        "charsets": json.dumps(dict.fromkeys(("to", "from", "subject", "text", "html"), "utf-8")),
    }
    if mode == "raw":
        return fields | {"email": raw}, {}
    files = {
        f"attachment{index}": (part.get_filename() or "", _content(part), part.get_content_type())
        for index, part in enumerate(message.iter_attachments(), 1)
    }
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    fields["headers"] = "\n".join(f"{name}: {value}" for name, value in message.items())
    fields["text"] = text.get_content() if text is not None else ""
    if html is not None:
        fields["html"] = html.get_content()
    fields["attachments"] = str(len(files))
    fields["attachment-info"] = json.dumps(
        {
            name: {"filename": file[0], "name": file[0], "type": file[2]}
            for name, file in files.items()
        }
    )
    return fields, files


def multipart(fields: dict[str, str | bytes], files: Files, boundary: str) -> bytes:
    """A multipart/form-data body as SendGrid posts it; field bytes go out exactly as given."""
    parts: list[bytes] = []
    for name, value in fields.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts += [head.encode(), value if isinstance(value, bytes) else value.encode(), b"\r\n"]
    for name, (filename, content, content_type) in files.items():
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{filename}"\r\nContent-Type: {content_type}\r\n\r\n'
        )
        parts += [head.encode(), content, b"\r\n"]
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
