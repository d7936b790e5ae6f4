"""Decides whether a webhook was really signed by the provider with one of our auth tokens.

The signed text is the public URL followed by the form's names and values in sorted order:
https://www.twilio.com/docs/usage/security#validating-requests
"""

from __future__ import annotations

import hashlib
import hmac
from binascii import b2a_base64
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    Field = tuple[str, str]

MAX_FIELDS = 1000
LONGEST_ADDRESS = 20
"""A percent-encoded telephone number is not longer."""
FORM = "application/x-www-form-urlencoded"
SIGNATURE_LENGTH = 28
"""A base64 SHA-1 digest; anything longer or shorter is refused before the body is looked at."""

DEFAULT_PORTS = {"https": 443, "http": 80, "wss": 443, "ws": 80}


def parse_form(body: bytes) -> list[Field]:
    """Fields of a form body in their order, blank values kept.

    Equals ``parse_qsl(body.decode(), keep_blank_values=True)`` for every UTF-8 body.

    Raises:
        ValueError: More than 1000 fields.
    """
    return _strung(_fields(body))[1]


def _fields(body: bytes) -> list[Field]:
    """The decoded fields; bytes that are no UTF-8 are escaped, so that none are lost."""
    if body.count(b"&") >= MAX_FIELDS:
        raise ValueError(f"a form may have {MAX_FIELDS} fields")
    fields = []
    for field in body.decode("utf-8", "surrogateescape").replace("+", " ").split("&"):
        if not field:
            continue
        name, _, value = field.partition("=")
        if "%" in field:
            value = _short(value) if len(value) <= LONGEST_ADDRESS else _unquoted(value)
            if "%" in name:
                name = _unquoted(name)
        fields.append((name, value))
    return fields


def _unquoted(text: str) -> str:
    return unquote_to_bytes(_raw(text)).decode("utf-8", "surrogateescape")


_short = lru_cache(maxsize=1024)(_unquoted)
"""Of telephone numbers, which come again and again."""


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _strung(fields: list[Field]) -> tuple[bytes, list[Field]]:
    """Names and values as the provider strings them together: sorted, equal pairs once.

    And the fields to be read, with a mark for each byte that is no UTF-8.
    """
    try:
        return "".join(map("".join, sorted(set(fields)))).encode(), fields
    except UnicodeEncodeError:
        # Escaped bytes sort differently from what they stand for.
        pairs = [(_raw(name), _raw(value)) for name, value in fields]
        signed = b"".join([name + value for name, value in sorted(set(pairs))])
        return signed, [(_marked(name), _marked(value)) for name, value in pairs]


def _marked(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _origins(public_base: str) -> tuple[bytes, ...]:
    """The configured base, then its port variants: voice signs without the port, texts with it."""
    parts = urlsplit(public_base)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError("the public base must be https://host[:port][/path]")
    if parts.query or parts.fragment:
        raise ValueError("the public base has no query and no fragment")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    path = parts.path.rstrip("/")
    hosts = dict.fromkeys((parts.netloc, host, f"{host}:{port}"))
    return tuple(f"{parts.scheme}://{each}{path}".encode() for each in hosts)


class Verifier:
    """Checks signatures against the configured public base and every accepted auth token.

    Args:
        tokens: Auth tokens; several during a rotation.
        public_base: Scheme, host and optional port as the provider was told; never taken from
            a request, so forwarded headers change nothing.

    Raises:
        ValueError: No token, a blank token (anybody can sign with it), or an unusable base.
    """

    def __init__(self, tokens: Iterable[str], public_base: str) -> None:
        keys = tuple(tokens)
        if not keys or not all(key.strip() for key in keys):
            raise ValueError("at least one auth token is needed and none may be blank")
        self._keyed = tuple(hmac.new(key.encode(), digestmod=hashlib.sha1) for key in keys)
        self._origins = _origins(public_base)

    def __repr__(self) -> str:
        return f"Verifier({len(self._keyed)} tokens)"

    def form(
        self,
        *,
        raw_path: bytes,
        query: bytes,
        method: str,
        content_type: str | None,
        body: bytes,
        signature: str | bytes | None,
    ) -> list[Field] | None:
        """The form if one of the tokens signed exactly this request, else None; never raises.

        It is what ``parse_form`` gives; a signed body that is no form has no fields.

        Args:
            raw_path: Still percent-encoded (ASGI ``raw_path``).
            query: Without the question mark (ASGI ``query_string``).
            method: Upper case.
            content_type: The header's value with or without parameters.
            body: All of it.
            signature: The ``X-Twilio-Signature`` header.
        """
        given = _as_ascii(signature)
        if len(given) != SIGNATURE_LENGTH:
            return None
        covered = _covered(method, content_type, query, body)
        if covered is None:
            return None
        signed, fields = _strung(covered)
        tail = raw_path + (b"?" + query if query else b"") + signed
        return fields if self._signed(tail, given) else None

    def _signed(self, tail: bytes, given: bytes) -> bool:
        for origin in self._origins:
            for keyed in self._keyed:
                mac = keyed.copy()
                mac.update(origin + tail)
                if hmac.compare_digest(b2a_base64(mac.digest(), newline=False), given):
                    return True
        return False


def _as_ascii(signature: str | bytes | None) -> bytes:
    if isinstance(signature, str):
        return signature.encode("ascii", "replace")
    return signature or b""


def _covered(
    method: str, content_type: str | None, query: bytes, body: bytes
) -> list[Field] | None:
    """The fields that are part of the signed text; None when it cannot cover the body."""
    is_form = method == "POST" and (content_type or "").split(";")[0].strip().lower() == FORM
    needs_digest = b"bodySHA256=" in query or (body and not is_form)
    if needs_digest and not _has_digest(query, body):
        return None
    if not is_form:
        return []
    try:
        return _fields(body)
    except ValueError:
        return None


def _has_digest(query: bytes, body: bytes) -> bool:
    """Whether the signed URL names the digest of this very body."""
    named = [part[11:] for part in query.split(b"&") if part.startswith(b"bodySHA256=")]
    digest = hashlib.sha256(body).hexdigest().encode()
    return len(named) == 1 and hmac.compare_digest(named[0].lower(), digest)


def verify(
    tokens: Iterable[str],
    public_base: str,
    *,
    raw_path: bytes,
    query: bytes,
    method: str,
    content_type: str | None,
    body: bytes,
    signature: str | bytes | None,
) -> bool:
    """Check one request; keep a ``Verifier`` where many arrive."""
    form = Verifier(tokens, public_base).form(
        raw_path=raw_path,
        query=query,
        method=method,
        content_type=content_type,
        body=body,
        signature=signature,
    )
    return form is not None
