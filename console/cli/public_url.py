"""The address at which a provider reaches us: https, and a name that the whole world can find."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from console.cli.words import Problem

PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home", ".home.arpa", ".test")


def checked(url: str, said_by: str) -> str:
    """Give the address without a slash at its end. Raises Problem.

    Args:
        url: As it was given.
        said_by: The option or setting it stands in.
    """
    from pydantic import TypeAdapter, ValidationError

    from console.values import BaseUrl

    if not url:
        raise Problem("Where does Twilio reach your hub? Say --public-url https://hub.example.com")
    bare = url.rstrip("/")
    try:
        TypeAdapter(BaseUrl).validate_python(bare)
    except ValidationError as error:
        # What was typed may hold a password, so it is not repeated.
        reason = error.errors(include_url=False, include_input=False)[0]["ctx"]["error"]
        raise Problem(f"{said_by} {reason}.") from None
    parts = urlsplit(bare.lower())
    if parts.scheme != "https":
        raise Problem(f"{said_by} must be an https address: Twilio sends what callers say there.")
    if is_private(parts.hostname or ""):
        raise Problem(
            f"{said_by} is an address that only your own network can reach; Twilio needs a name "
            "or an address of the public internet."
        )
    return bare.lower()


def is_private(host: str) -> bool:
    """Whether nobody on the public internet can reach a host by this name."""
    from channels.twilio.addresses import is_public

    try:
        ip_address(host)
    except ValueError:
        return "." not in host.strip(".") or host.endswith(PRIVATE_ENDINGS)
    return not is_public(host)
