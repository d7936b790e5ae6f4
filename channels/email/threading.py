"""Which of our mails an inbound mail answers: reply ids and tokens that strangers cannot forge.

A clue says what a mail *claims* to belong to. Whether its sender may join is the hub's decision.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.email.addresses import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from channels.email.message import ParsedMail

MAC_BYTES = 10
"""80 bits, 16 letters in base32."""

_OUT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9.-]{1,253}")
_REFERENCE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}")
_TOKEN = re.compile(r"([0-9a-z]{3}-[0-9a-z]{3})\.([a-z2-7]{16})")
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9_-]{1,64})\.([A-Za-z2-7]{16})@[A-Za-z0-9.-]{1,253}>?")
_IN_SUBJECT = re.compile(r"\[INC-([0-9A-Z]{3}-[0-9A-Z]{3})\]", re.IGNORECASE)
_PREFIX = re.compile(
    r"\s*+(?:re|fwd?|rv|aw|wg|tr|sv|antw|antwort|res|enc|回复|转发)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,9}[:\uff1a]\s*+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What ties a mail to an incident, strongest first."""

    message_outs: tuple[str, ...]
    """Our message ids whose signature holds: In-Reply-To first, then References, newest first."""
    token: str | None
    """The incident reference, for example ``4F7-2KX``; its check character is not verified here."""
    subject: str
    """Normalised, for the weakest comparison."""
    token_is_signed: bool = False
    """True for a reply address of ours; False for a subject tag, which anybody can type."""


def issue_message_id(secret: bytes, out: str, domain: str) -> str:
    """The Message-ID of our mail ``out``. Raises ValueError for what no id can hold."""
    if not _OUT.fullmatch(out) or not _DOMAIN.fullmatch(domain):
        raise ValueError("A message id is made of letters, digits, - and _, and a domain name.")
    return f"<{out}.{_mac(secret, 'message', out)}@{domain}>"


def verify_message_id(secret: bytes, value: str) -> str | None:
    """The ``out`` of a Message-ID that we issued, or None."""
    match = _MESSAGE_ID.fullmatch(value.strip())
    if not match or not _holds(secret, "message", match[1], match[2]):
        return None
    return match[1]


def issue_token(secret: bytes, reference: str) -> str:
    """The signed token of an incident reference, for ``reply_address``. Raises ValueError."""
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("An incident reference looks like 4F7-2KX.")
    return f"{reference.lower()}.{_mac(secret, 'token', reference)}"


def verify_token(secret: bytes, token: str) -> str | None:
    """The incident reference of a token that we issued, in any case of letters, or None."""
    match = _TOKEN.fullmatch(token.strip().lower())
    if not match or not _holds(secret, "token", match[1].upper(), match[2]):
        return None
    return match[1].upper()


def reply_address(token: str, domain: str, *, local: str = "reply") -> str:
    """The Reply-To that brings an answer back to its incident."""
    return f"{local}+{token}@{domain}"


def subject_with_tag(subject: str, reference: str) -> str:
    """A subject with the incident's tag in it exactly once."""
    rest = " ".join(_IN_SUBJECT.sub(" ", subject).split())
    return f"{rest} [INC-{reference}]".strip()


def normalise_subject(subject: str) -> str:
    """A subject without reply and forward prefixes and without our tag."""
    rest = " ".join(_IN_SUBJECT.sub(" ", subject).split())
    while match := _PREFIX.match(rest):
        rest = rest[match.end() :]
    return rest


def find_clues(secret: bytes, mail: ParsedMail, recipients: Iterable[str] = ()) -> Clues:
    """What a mail claims to belong to.

    Args:
        secret: The key that ids and tokens were issued with.
        mail: The inbound mail.
        recipients: Envelope recipients; they know the reply address even when To does not.
    """
    claimed = dict.fromkeys((mail.in_reply_to, *reversed(mail.references)))
    outs = dict.fromkeys(filter(None, (verify_message_id(secret, one) for one in claimed)))
    signed = _reply_token(secret, (*recipients, *mail.to, *mail.cc))
    tagged = _IN_SUBJECT.search(mail.subject)
    return Clues(
        message_outs=tuple(outs),
        token=signed or (tagged[1].upper() if tagged else None),
        subject=normalise_subject(mail.subject),
        token_is_signed=signed is not None,
    )


def _reply_token(secret: bytes, addresses: Iterable[str]) -> str | None:
    for address in addresses:
        local = bare(address).rpartition("@")[0]
        reference = verify_token(secret, local.partition("+")[2])
        if reference is not None:
            return reference
    return None


def _mac(secret: bytes, purpose: str, value: str) -> str:
    if not secret:
        raise ValueError("Reply ids need a secret.")
    whole = hmac.digest(secret, f"{purpose}\0{value}".encode(), hashlib.sha256)
    return base64.b32encode(whole[:MAC_BYTES]).decode("ascii").lower()


def _holds(secret: bytes, purpose: str, value: str, mac: str) -> bool:
    return hmac.compare_digest(_mac(secret, purpose, value), mac.lower())
