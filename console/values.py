"""What the value of a setting may look like: base addresses, numbers, mailboxes, variables."""

from __future__ import annotations

import re
from datetime import datetime
from ipaddress import ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

LOOPBACK = ("127.0.0.1", "::1", "localhost")

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+", re.IGNORECASE)
_MAILBOX = re.compile(r"[^@\s<>\"(),:;]+@[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
_SECRET_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach a server bound to ``host``."""
    return host in LOOPBACK or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


def _base_url(url: str) -> str:
    if not url:
        return url
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if "_" in host:
        raise ValueError("must not have an underscore in its host, which Twilio refuses")
    shown = f"[{host}]" if ":" in host else host
    bare = f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or url.lower() != bare:
        raise ValueError("must be https://host or https://host:port and nothing more")
    return url


def _zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be a time zone like America/Los_Angeles") from error
    return zone


def _number(number: str) -> str:
    if not _E164.fullmatch(number):
        raise ValueError("must be a number like +14155550100, with + and the country code")
    return number


def _address(address: str) -> str:
    if address and not _MAILBOX.fullmatch(address):
        raise ValueError("must be one address like safety@example.com")
    return address


def _network(network: str) -> str:
    try:
        ip_network(network)
    except ValueError:
        raise ValueError("must be an address or a network like 10.0.0.0/24") from None
    return network


def _moment(text: str) -> str:
    try:
        is_clear = not text or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        is_clear = False
    if not is_clear:
        raise ValueError("must be a moment like 2026-03-01T18:00:00Z")
    return text


def _variable(name: str) -> str:
    if not _SECRET_NAME.fullmatch(name):
        raise ValueError("must be the NAME of an environment variable, never the secret itself")
    return name


Network = Annotated[str, AfterValidator(_network)]
"""An IP address or a network."""
BaseUrl = Annotated[str, AfterValidator(_base_url)]
"""Scheme, host and port; empty where the setting says so."""
Zone = Annotated[str, AfterValidator(_zone)]
Number = Annotated[str, AfterValidator(_number)]
"""E.164."""
Moment = Annotated[str, AfterValidator(_moment)]
"""ISO 8601 with its zone; empty where the setting says so."""
Mailbox = Annotated[str, AfterValidator(_address)]
Variable = Annotated[str, AfterValidator(_variable)]
Line = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Language = Literal["en", "es"]
