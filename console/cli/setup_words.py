"""How a setup is told: the plan as a table, what was done, what to write down, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels.twilio.setup.asking import SetupFailed
    from channels.twilio.setup.plan import MissingNumbers
    from channels.twilio.setup.steps import Change, Join, Known, Plan, Step
    from channels.twilio.setup.wanted import Wanted
    from console.config import Settings

KINDS = {
    "number": "number",
    "service": "messaging service",
    "app": "TwiML app",
    "list": "credential list",
    "domain": "SIP domain",
}
USES = {
    "sender": "sends from",
    "calls": "may call by",
    "registrations": "may sign in at",
}
CREDENTIALS_REFUSED = 20003
ERRORS = "https://www.twilio.com/docs/api/errors"
AGAIN = "Run the same command again: what is done stays done"


def table(plan: Plan) -> Iterator[str]:
    """One line for each thing, and below it each value, from what to what."""
    for kind, name in plan.right:
        yield _row("ok", KINDS[kind], name)
    for step in plan.steps:
        yield _row("change" if step.sid else "make", KINDS[step.kind], step.name)
        yield from _values(step.changes)
    for join in plan.joins:
        yield _row("join", join.name, f"{USES[join.use]} {join.into}")
    for held in plan.held:
        yield _row("keep", KINDS[held.kind], f"{held.name}: {held.what} now go elsewhere")
        yield from _values(held.changes)
        yield "          It stays as it is; --replace changes it."
    for note in plan.notes:
        yield _row("note", note)


def _row(mark: str, *words: str) -> str:
    return f"{mark:8}  {'  '.join(words)}"


def _values(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        yield f"          {change.name}: {shown(change.before)} -> {shown(change.after)}"


def shown(value: str) -> str:
    """A value without what may be a secret in it: a password, a query."""
    if not value:
        return "(nothing)"
    try:
        parts = urlsplit(value)
    except ValueError:
        return "(something that is no address)"
    if not parts.netloc:
        return value
    host = parts.netloc.rpartition("@")
    place = ("…@" if host[1] else "") + host[2]
    query = "…" if parts.query else ""
    return parts._replace(netloc=place, query=query).geturl()


def done(one: Step | Join) -> str:
    """What was just done."""
    from channels.twilio.setup.steps import Step

    if isinstance(one, Step):
        return _row("changed" if one.sid else "made", KINDS[one.kind], one.name)
    return _row("joined", one.name, f"{USES[one.use]} {one.into}")


def config_lines(wanted: Wanted, known: Known) -> Iterator[str]:
    """What belongs in config.toml now."""
    yield "These lines belong in your config.toml:"
    yield ""
    yield "[hub]"
    yield f'public_url = "{wanted.public_url}"'
    yield ""
    yield "[twilio]"
    yield f'twiml_app_sid = "{known.app_sid}"'
    yield f'messaging_service_sid = "{known.service_sid}"'
    yield f'sip_domain = "{known.sip_domain}"'


def failure(failed: SetupFailed, settings: Settings) -> str:
    """Why it stopped, and what to do."""
    from channels.base import Refused, Unreachable

    error, doing = failed.error, failed.doing
    if error.code == CREDENTIALS_REFUSED:
        return f"{doing}: Twilio refused the credentials; check {_names(settings)}."
    if isinstance(error, Refused):
        name = " Choose another: --sip-domain NAME." if "SIP domain" in doing else ""
        where = f" See {ERRORS}/{error.code}." if error.code else ""
        return f"{doing}: {error.what}{where}{name}"
    base = settings.twilio.api_base
    asked = f" (asked at {base}; for a real account [twilio] api_base is empty)" if base else ""
    if isinstance(error, Unreachable):
        return f"{doing}: {error.what}{asked} {AGAIN}."
    return f"{doing}: Twilio gave no clear answer{asked}. {AGAIN}."


def _names(settings: Settings) -> str:
    twilio = settings.twilio
    key = f", [twilio] api_key_sid and {twilio.api_key_secret_env}" if twilio.api_key_sid else ""
    return f"[twilio] account_sid and {twilio.auth_token_env}{key}"


def missing(error: MissingNumbers) -> str:
    """Which numbers are not there, and which are."""
    if not error.owned:
        return (
            "The account has no number; buy one at Twilio first, then name it in [twilio] numbers."
        )
    owned = ", ".join(error.owned[:5]) + (" …" if len(error.owned) > 5 else "")
    if not error.missing:
        return f"[twilio] numbers names no number; the account has {owned}."
    return (
        f"[twilio] numbers names {', '.join(error.missing)}, which the account does not have; it "
        f"has {owned}."
    )
