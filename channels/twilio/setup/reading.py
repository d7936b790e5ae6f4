"""What is on an account now, read over the REST interface and kept as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from channels.twilio.setup.wanted import (
    MARK,
    app_wiring,
    domain_wiring,
    number_wirings,
    service_wiring,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from twilio.rest import Client  # type: ignore[import-untyped]

    from channels.twilio.setup.asking import Asking

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER_VALUES = tuple(name for one in number_wirings("") for name in one.values)
SERVICE_VALUES = tuple(service_wiring("").values)
APP_VALUES = tuple(app_wiring("").values)
DOMAIN_VALUES = tuple(domain_wiring().values)


@dataclass(frozen=True, slots=True)
class Found:
    """One resource."""

    sid: str
    name: str
    """Friendly name; of a number, the number."""
    values: Mapping[str, str] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    """Sids of a service's numbers."""
    made: datetime = LONG_AGO

    @property
    def is_ours(self) -> bool:
        """Whether it was made here."""
        return self.name.startswith(MARK)


@dataclass(frozen=True, slots=True)
class FoundDomain:
    """A SIP domain, and which credential lists open it."""

    about: Found
    host: str
    calls: frozenset[str] = frozenset()
    registrations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """An account at one moment."""

    account_sid: str
    is_trial: bool = False
    numbers: tuple[Found, ...] = ()
    services: tuple[Found, ...] = ()
    apps: tuple[Found, ...] = ()
    lists: tuple[Found, ...] = ()
    domains: tuple[FoundDomain, ...] = ()


async def read_account(owner: Client, client: Client, asking: Asking) -> Reading:
    """Read everything that a plan needs. Raises SetupFailed.

    Args:
        owner: A client that signs in with the auth token: the one webhooks are signed with.
        client: A client that signs in as the hub does.
        asking: How often it is asked.
    """
    sid = str(owner.account_sid)
    account = await asking.read("the account", owner.api.v2010.accounts(sid).fetch_async)
    numbers = await asking.read("the numbers", client.incoming_phone_numbers.list_async)
    lists = await asking.read("the credential lists", client.sip.credential_lists.list_async)
    apps = await asking.read("the TwiML apps", client.applications.list_async)
    return Reading(
        account_sid=sid,
        is_trial=str(account.type) == "Trial",
        numbers=tuple(_found(one, "phone_number", NUMBER_VALUES) for one in numbers),
        services=await _services(client, asking),
        apps=tuple(_found(one, "friendly_name", APP_VALUES) for one in apps),
        lists=tuple(_found(one, "friendly_name", ()) for one in lists),
        domains=await _domains(client, asking),
    )


async def _services(client: Client, asking: Asking) -> tuple[Found, ...]:
    services = client.messaging.v1.services
    found = []
    for one in await asking.read("the messaging services", services.list_async):
        senders = await asking.read(
            "the numbers of a messaging service", services(one.sid).phone_numbers.list_async
        )
        members = frozenset(str(sender.sid) for sender in senders)
        found.append(_found(one, "friendly_name", SERVICE_VALUES, members))
    return tuple(found)


async def _domains(client: Client, asking: Asking) -> tuple[FoundDomain, ...]:
    domains = client.sip.domains
    found = []
    for one in await asking.read("the SIP domains", domains.list_async):
        auth = domains(one.sid).auth
        calls, registrations = [
            await asking.read("who may use a SIP domain", use.credential_list_mappings.list_async)
            for use in (auth.calls, auth.registrations)
        ]
        found.append(
            FoundDomain(
                _found(one, "friendly_name", DOMAIN_VALUES),
                host=str(one.domain_name or ""),
                calls=frozenset(str(mapped.sid) for mapped in calls),
                registrations=frozenset(str(mapped.sid) for mapped in registrations),
            )
        )
    return tuple(found)


def _found(
    one: object, name: str, values: Iterable[str], members: frozenset[str] = frozenset()
) -> Found:
    made = getattr(one, "date_created", None)
    return Found(
        sid=_text(getattr(one, "sid", "")),
        name=_text(getattr(one, name, "")),
        values={value: _text(getattr(one, value, "")) for value in values},
        members=members,
        made=made if isinstance(made, datetime) else LONG_AGO,
    )


def _text(value: object) -> str:
    """A value as a request would carry it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
