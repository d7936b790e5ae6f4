"""What SendGrid's mail send accepts, and what it refuses.

Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORBIDDEN_HEADERS = frozenset(
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    }
)


class BadMail(Exception):
    """A request that SendGrid answers with 400."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def body(self) -> dict[str, object]:
        """The JSON SendGrid answers."""
        return {"errors": [{"message": self.message, "field": self.field, "help": None}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail that was accepted."""

    to: tuple[str, ...]
    sender: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    custom_args: dict[str, str]
    categories: tuple[str, ...]
    attachments: tuple[str, ...]


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Address(_Model):
    email: str
    name: str = ""


class _Personalization(_Model):
    to: list[_Address] = Field(min_length=1)
    cc: list[_Address] = []
    bcc: list[_Address] = []
    subject: str = ""
    headers: dict[str, str] = {}
    custom_args: dict[str, str] = {}


class _Content(_Model):
    type: str
    value: str = Field(min_length=1)


class _Attachment(_Model):
    content: str
    filename: str
    type: str = ""


class _Request(_Model):
    personalizations: list[_Personalization] = Field(min_length=1, max_length=1000)
    sender: _Address = Field(alias="from")
    reply_to: _Address | None = None
    subject: str = ""
    content: list[_Content] = Field(min_length=1)
    headers: dict[str, str] = {}
    custom_args: dict[str, str] = {}
    categories: list[str] = Field(default=[], max_length=10)
    attachments: list[_Attachment] = []


KNOWN_FIELDS = frozenset(
    """personalizations from reply_to reply_to_list subject content headers custom_args categories
    attachments template_id send_at batch_id asm ip_pool_name mail_settings tracking_settings
    """.split()  # noqa: SIM905
)


def read_mail(body: bytes) -> list[SentMail]:
    """The mails a request body asks for, one per personalization; raises BadMail."""
    try:
        request = _Request.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadMail(f"{where}: {first['msg']}", where or None) from error
    _check(request)
    return [_mail(request, one) for one in request.personalizations]


def unknown_fields(body: bytes) -> list[str]:
    """Top-level fields that SendGrid does not know, in a body that `read_mail` accepted."""
    request = _Request.model_validate_json(body)
    return sorted(set(request.model_extra or ()) - KNOWN_FIELDS)


def _check(request: _Request) -> None:
    types = [content.type for content in request.content]
    if "text/plain" in types and types.index("text/plain") > 0:
        raise BadMail(
            "If present, text/plain and text/html may only be provided once and text/plain "
            "must come first.",
            "content",
        )
    for one in request.personalizations:
        if not (one.subject or request.subject):
            raise BadMail("The subject is required.", "subject")
        headers = request.headers | one.headers
        forbidden = {name for name in headers if name.lower() in FORBIDDEN_HEADERS}
        if forbidden:
            raise BadMail("The headers parameter contains a reserved header.", "headers")
        values = [request.subject, one.subject, *headers.values()]
        if any("\r" in value or "\n" in value for value in values):
            raise BadMail("Line breaks are not allowed in headers.", "headers")
        addresses = [address.email for address in [*one.to, *one.cc, *one.bcc, request.sender]]
        if not all("@" in address for address in addresses):
            raise BadMail("Does not contain a valid address.", "personalizations.0.to.0.email")
        if len(set(addresses[:-1])) != len(addresses) - 1:
            raise BadMail("Each email address in the personalization must be unique.", None)


def _mail(request: _Request, one: _Personalization) -> SentMail:
    parts = {content.type: content.value for content in request.content}
    return SentMail(
        to=tuple(address.email for address in [*one.to, *one.cc, *one.bcc]),
        sender=request.sender.email,
        sender_name=request.sender.name,
        reply_to=request.reply_to.email if request.reply_to else "",
        subject=one.subject or request.subject,
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        headers=request.headers | one.headers,
        custom_args=request.custom_args | one.custom_args,
        categories=tuple(request.categories),
        attachments=tuple(file.filename for file in request.attachments),
    )
