"""Does what a plan says, one request after the other; stopped anywhere, it can be begun again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from channels.base import Refused
from channels.twilio.setup.asking import SetupFailed
from channels.twilio.setup.wanted import SOFTPHONES_NAME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from twilio.rest import Client  # type: ignore[import-untyped]

    from channels.twilio.setup.asking import Asking
    from channels.twilio.setup.steps import Join, Known, Plan, Step

ALREADY_A_SENDER = 21710
"""https://www.twilio.com/docs/api/errors/21710"""


async def apply(
    plan: Plan, client: Client, asking: Asking, *, tell: Callable[[Step | Join], None]
) -> Known:
    """Do it; gives what is there now. ``tell`` hears of each thing done. Raises SetupFailed."""
    known = plan.known
    for step in plan.steps:
        known = await _take(step, known, client, asking)
        tell(step)
    for join in plan.joins:
        await _join(join, known, client, asking)
        tell(join)
    return known


async def _take(step: Step, known: Known, client: Client, asking: Asking) -> Known:
    values = {change.name: change.after for change in step.changes}
    if step.sid:
        await asking.change(_named(step), lambda: _target(step, client).update_async(**values))
        return known
    sid = await asking.make(_named(step), lambda: _new(step, client, values))
    match step.kind:
        case "service":
            return replace(known, service_sid=sid)
        case "app":
            return replace(known, app_sid=sid)
        case "list":
            return replace(known, list_sid=sid)
        case "domain":
            return replace(known, domain_sid=sid)
        case "number":
            raise ValueError("numbers are bought by hand")


class _Changeable(Protocol):
    """What the provider's library has for something that is there."""

    def update_async(self, **values: str) -> Awaitable[object]: ...


def _target(step: Step, client: Client) -> _Changeable:
    places = {
        "number": lambda: client.incoming_phone_numbers(step.sid),
        "service": lambda: client.messaging.v1.services(step.sid),
        "app": lambda: client.applications(step.sid),
        "list": lambda: client.sip.credential_lists(step.sid),
        "domain": lambda: client.sip.domains(step.sid),
    }
    found: _Changeable = places[step.kind]()
    return found


async def _new(step: Step, client: Client, values: dict[str, str]) -> str:
    """Make it, marked by its name; gives its sid."""
    match step.kind:
        case "service":
            creating = client.messaging.v1.services.create_async(friendly_name=step.name, **values)
        case "app":
            creating = client.applications.create_async(friendly_name=step.name, **values)
        case "list":
            creating = client.sip.credential_lists.create_async(friendly_name=step.name)
        case "domain":
            creating = client.sip.domains.create_async(
                domain_name=step.name, friendly_name=SOFTPHONES_NAME, **values
            )
        case _:
            raise ValueError("numbers are bought by hand")
    return str((await creating).sid)


async def _join(join: Join, known: Known, client: Client, asking: Asking) -> None:
    what = f"a place for {join.name} in {join.into}"
    if join.use == "sender":
        senders = client.messaging.v1.services(known.service_sid).phone_numbers
        try:
            await asking.make(what, lambda: senders.create_async(phone_number_sid=join.sid))
        except SetupFailed as failed:
            is_there = isinstance(failed.error, Refused) and failed.error.code == ALREADY_A_SENDER
            if not is_there:
                raise
        return
    auth = client.sip.domains(known.domain_sid).auth
    use = auth.calls if join.use == "calls" else auth.registrations
    mappings = use.credential_list_mappings
    await asking.make(what, lambda: mappings.create_async(credential_list_sid=known.list_sid))


def _named(step: Step) -> str:
    kinds = {
        "number": "the number",
        "service": "the messaging service",
        "app": "the TwiML app",
        "list": "the credential list",
        "domain": "the SIP domain",
    }
    return f"{kinds[step.kind]} {step.name}"
