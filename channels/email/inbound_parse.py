"""Reads what SendGrid Inbound Parse posts, byte for byte, in raw and in parsed mode.

https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
Web frameworks refuse a field above 1 MiB and guess its charset: both would destroy mail.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from channels.email.charsets import clean, decode
from channels.email.mime import Fields, TooComplex, parameters, read_fields, split_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FIELDS = 500
MAX_FIELD_HEADER_BYTES = 64 * 1024

_CHARSET = re.compile(r"[\w.:+-]{1,40}")
_KIND = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")
_BREAKS = re.compile(rb"[\r\n\0]+")
_OWN_HEADERS = {
    "content-type", "content-transfer-encoding", "content-disposition", "mime-version",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """One posted mail and what the provider says about its way here."""

    sender: str = ""
    """Envelope sender; empty for bounces."""
    recipients: tuple[str, ...] = ()
    """Envelope recipients."""
    mime: bytes = b""
    """The mail, for ``message.parse``; empty when broken."""
    rebuilt: bool = False
    """The provider had taken the mail apart: ``mime`` is our reassembly, not evidence."""
    spf: str = ""
    dkim: str = ""
    sender_ip: str = ""
    broken: bool = False
    """No whole mail could be read: keep the body and ask for a retry, do not show it."""
    flaws: tuple[str, ...] = ()
    """What was odd, in words."""


@dataclass(frozen=True, slots=True)
class _Field:
    start: int
    end: int
    file_name: str | None
    kind: str


def read_parse(content_type: str, body: bytes) -> ParsedPost:
    """Read one post; never raises, whatever it holds."""
    try:
        boundary = boundary_of(content_type)
        form, flaws = _form(body, boundary) if boundary else ({}, ["no boundary"])
    except TooComplex as error:
        form, flaws = {}, [str(error)]
    if flaws or not form:
        return ParsedPost(broken=True, flaws=tuple(flaws) or ("no fields",))
    return _Post(body, form).read()


class _Post:
    """The fields of a post, by name."""

    def __init__(self, body: bytes, form: dict[str, _Field]) -> None:
        self.body = body
        self.form = form
        self.flaws: list[str] = []
        charsets = self.json("charsets")
        self.charsets = {
            str(name): charset
            for name, charset in charsets.items()
            if isinstance(charset, str) and _CHARSET.fullmatch(charset)
        }

    def read(self) -> ParsedPost:
        """Everything the post says; broken when no mail is in it."""
        sender, recipients = self._envelope()
        is_raw = "email" in self.form
        mime = self.content("email") if is_raw else self._rebuilt()
        if not mime.strip():
            self.flaws.append("no mail")
        return ParsedPost(
            sender=sender,
            recipients=recipients,
            mime=mime if mime.strip() else b"",
            rebuilt=not is_raw,
            spf=self.text("SPF"),
            dkim=self.text("dkim"),
            sender_ip=self.text("sender_ip"),
            broken=not mime.strip(),
            flaws=tuple(self.flaws),
        )

    def content(self, name: str) -> bytes:
        """A field's exact bytes, empty when it is missing."""
        found = self.form.get(name)
        return self.body[found.start : found.end] if found else b""

    def text(self, name: str) -> str:
        """A short field, decoded."""
        return decode(self.content(name)[:100_000], self.charsets.get(name, "")).strip()

    def json(self, name: str) -> dict[object, object]:
        """A field that holds a JSON object, empty when it does not."""
        try:
            found: object = json.loads(self.content(name)[:1_000_000] or b"{}")
        except (ValueError, RecursionError):
            self.flaws.append(f"{name} is not JSON")
            return {}
        return dict(found) if isinstance(found, dict) else {}

    def _envelope(self) -> tuple[str, tuple[str, ...]]:
        envelope = self.json("envelope")
        sender, to = envelope.get("from"), envelope.get("to")
        listed = to if isinstance(to, list) else [to]
        recipients = tuple(clean(one).strip() for one in listed if isinstance(one, str) and one)
        if not recipients:
            self.flaws.append("no envelope recipient")
        return clean(sender).strip() if isinstance(sender, str) else "", recipients

    def _rebuilt(self) -> bytes:
        files = [field for field in self.form.values() if field.file_name is not None]
        announced = self.text("attachments")
        if announced.isdecimal() and announced.lstrip("0")[:9] != str(len(files) or ""):
            self.flaws.append(f"{announced[:9]} attachments announced, {len(files)} found")
        if not (self.form.keys() & {"headers", "from", "subject", "text", "html"}):
            return b""
        mark = "rebuilt-" + secrets.token_hex(16)
        chunks = [self._headers(), f'Content-Type: multipart/mixed; boundary="{mark}"'.encode()]
        chunks += [b"", f"--{mark}".encode(), *self._bodies(mark + "-text")]
        for file in files:
            name = quote((file.file_name or "").encode("utf-8", "replace"), safe="")
            chunks += [
                f"--{mark}".encode(),
                f"Content-Type: {file.kind}".encode(),
                f"Content-Disposition: attachment; filename*=utf-8''{name}".encode(),
                b"Content-Transfer-Encoding: binary",
                b"",
                self.body[file.start : file.end],
            ]
        return b"\r\n".join([*chunks, f"--{mark}--".encode(), b""])

    def _headers(self) -> bytes:
        given = b"\r\n".join(line for line in _BREAKS.split(self.content("headers")) if line)
        if not given:
            lines = (
                f"{name}: {' '.join(self.text(name.lower()).split())}".encode()
                for name in ("From", "To", "Cc", "Subject")
                if name.lower() in self.form
            )
            given = b"\r\n".join(lines)
        return b"\r\n".join([*_kept(given), b"MIME-Version: 1.0"])

    def _bodies(self, mark: str) -> Iterator[bytes]:
        yield f'Content-Type: multipart/alternative; boundary="{mark}"'.encode()
        yield b""
        for name, kind in (("text", "text/plain"), ("html", "text/html")):
            if name in self.form:
                charset = self.charsets.get(name, "utf-8")
                yield f"--{mark}".encode()
                yield f'Content-Type: {kind}; charset="{charset}"'.encode()
                yield b"Content-Transfer-Encoding: 8bit"
                yield b""
                yield self.content(name)
        yield f"--{mark}--".encode()


def boundary_of(content_type: str) -> bytes:
    """What stands between the fields of a post, empty when that is not said."""
    value = content_type[:2_000].encode("utf-8", "replace")
    if not value.strip().lower().startswith(b"multipart/form-data"):
        return b""
    return parameters(value).get("boundary", "")[:200].encode("utf-8", "replace")


def _form(body: bytes, boundary: bytes) -> tuple[dict[str, _Field], list[str]]:
    """The fields, and what makes the post unusable; of two fields of one name the first."""
    form: dict[str, _Field] = {}
    last = 0
    for place, (start, end) in enumerate(
        islice(split_parts(body, 0, len(body), boundary), MAX_FIELDS + 1)
    ):
        if place == MAX_FIELDS:
            return {}, [f"more than {MAX_FIELDS} fields"]
        fields, content = read_fields(body, start, end, MAX_FIELD_HEADER_BYTES)
        found = parameters(fields.raw("content-disposition"))
        if "name" in found:
            file_name = found.get("filename")
            form.setdefault(found["name"], _Field(content, end, file_name, _kind(fields)))
        last = end
    is_closed = body.find(b"--" + boundary + b"--", last) >= 0
    return form, [] if is_closed else ["the post ends before its last boundary"]


def _kind(fields: Fields) -> str:
    declared = fields.token("content-type")
    return declared if _KIND.fullmatch(declared) else "application/octet-stream"


def _kept(block: bytes) -> Iterator[bytes]:
    """Header lines without those that described the body which the provider took apart."""
    keep = True
    for line in block.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            name, colon, _ = line.partition(b":")
            keep = bool(colon) and name.decode("latin_1").strip().lower() not in _OWN_HEADERS
        if keep:
            yield line
