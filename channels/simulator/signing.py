"""Signatures on webhooks: Twilio's HMAC over URL and form, SendGrid's ECDSA over raw bytes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Mapping


def twilio_signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """The X-Twilio-Signature of a request; ``form`` is empty for GET.

    Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """
    text = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


class MailSigner:
    """A P-256 key made at start; its public half is what the hub is configured with.

    Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/
    getting-started-event-webhook-security-features
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """Base64 of the SubjectPublicKeyInfo, as SendGrid's settings page shows it."""
        der = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(der).decode()

    def headers(self, body: bytes, timestamp: str) -> dict[str, str]:
        """The two headers that sign ``body`` as sent at ``timestamp`` (Unix seconds)."""
        signature = self._key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }
