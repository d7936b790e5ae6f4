"""What a mail server says about a mail that we sent: RFC 3464 reports and their poor relations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.email.charsets import clean, decode_words
from channels.email.mime import Fields, Part, read_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_REPORT = 256 * 1024
"""Bytes read of one report part."""
_ID = re.compile(r"<([^<>]{1,998})>")
_QUOTED_ID = re.compile(r"^[>\s]{0,9}message-id:\s{0,99}(<[^<>\s]{1,500}>)", re.I | re.M)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?<![\d.])(5\d\d)[ -](?=\S)")
_RECIPIENT = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}")
_DAEMONS = re.compile(r"(?i)mail(?:er)?[-_.]?daemon\b")
_PERHAPS_PEOPLE = re.compile(r"(?i)(?:postmaster|mail[-_.]?delivery)$")
"""Senders who are believed to be a server only when their subject says so too."""
_SUBJECT = re.compile(
    r"(?i)undeliver|delivery (?:status|fail|has fail|report|problem)|returned? mail|mail delivery"
    r"|failure notice|could not be delivered|non[- ]?remis|no se (?:ha )?(?:pudo|podido) entregar"
    r"|no entregado|unzustellbar|nicht zugestellt|bounce|rejected"
    r"|message not delivered|delivery (?:was )?delayed|mail failure|error de entrega"
    r"|fallo (?:de|en la) entrega|[eé]chec de (?:la )?(?:remise|distribution)|mancata consegna"
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient whom a mail did not reach."""

    recipient: str
    status: str
    """RFC 3463, for example ``5.1.1``; empty when the report does not say."""
    diagnostic: str
    original_message_id: str
    """With angle brackets. Believe the bounce only if this id is ours (it can be forged)."""
    action: str = "failed"
    """``failed``, or ``delayed`` while the server still tries."""


def read_bounce(fields: Fields, parts: list[Part], sender: str, text: str) -> Bounce | None:
    """The first failed recipient of a report, or None for every other mail."""
    report = next((part for part in parts if _is_report(part)), None)
    if report is not None:
        return _from_report(report, parts, text)
    failed = fields.text("x-failed-recipients").partition(",")[0].strip()
    if not failed and not _is_told_in_prose(sender, fields.text("subject"), text):
        return None
    named = _RECIPIENT.search(failed) or _RECIPIENT.search(text[:20_000])
    reason = _STATUS.search(text[:20_000])
    return Bounce(
        recipient=clean(named[0]) if named else "",
        status=reason[1] if reason else "",
        diagnostic=_line_with_reason(text),
        original_message_id=_original_id(parts, text),
    )


def _is_told_in_prose(sender: str, subject: str, text: str) -> bool:
    local = sender.partition("@")[0]
    if _DAEMONS.match(local):
        return bool(_SUBJECT.search(subject) or _line_with_reason(text))
    return bool(_PERHAPS_PEOPLE.match(local) and _SUBJECT.search(subject))


def _from_report(report: Part, parts: list[Part], text: str) -> Bounce | None:
    groups = list(_groups(report))
    told = [group for group in groups if group.raw("final-recipient") or group.raw("action")]
    for wanted in ("failed", "delayed", ""):
        for group in told:
            if group.token("action").split(" ")[0] == wanted:
                return Bounce(
                    recipient=_after_type(group, "original-recipient", "final-recipient"),
                    status=_first(_STATUS, group.text("status")),
                    diagnostic=_after_type(group, "diagnostic-code")[:2_000],
                    original_message_id=_original_id(parts, text),
                    action=wanted or "failed",
                )
    return None


def _groups(report: Part) -> Iterator[Fields]:
    """The blocks of a delivery-status body: one about the mail, one per recipient."""
    content = report.content()[:_MAX_REPORT].lstrip(b"\r\n")
    position = 0
    for _ in range(1_000):
        while content[position : position + 1] in (b"\r", b"\n"):
            position += 1
        fields, after = read_fields(content, position, len(content), len(content))
        if after <= position:
            return
        yield fields
        position = after


def _is_report(part: Part) -> bool:
    return part.kind in ("message/delivery-status", "message/global-delivery-status")


def _after_type(group: Fields, *names: str) -> str:
    """A field's value without its leading ``rfc822;`` or ``smtp;``, first of several names."""
    values = [decode_words(group.raw(name)) for name in names if group.raw(name)]
    if not values:
        return ""
    kind, separator, rest = values[0].partition(";")
    value = rest if separator and " " not in kind.strip() else values[0]
    return " ".join(value.split()).strip("<>")


def _original_id(parts: list[Part], text: str) -> str:
    for part in parts:
        if part.kind in ("message/rfc822", "text/rfc822-headers", "message/global"):
            content = part.content()[:_MAX_REPORT]
            fields, _ = read_fields(content, 0, len(content), len(content))
            if found := _ID.search(fields.text("message-id")):
                return f"<{''.join(found[1].split())}>"
    return _first(_QUOTED_ID, text)


def _line_with_reason(text: str) -> str:
    for line in text[:20_000].splitlines():
        if _REPLY_CODE.search(line) or _STATUS.search(line):
            return " ".join(line.split())[:2_000]
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
