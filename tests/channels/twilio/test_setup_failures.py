"""A setup that fails says where, is asked again where that is safe, and can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.base import ChannelError, Refused, Uncertain, Unreachable
from channels.twilio.setup.asking import SetupFailed
from channels.twilio.setup.wanted import SERVICE_NAME
from tests.channels.twilio.setup_account import ONE, Account, own_account

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator.faults import RequestFaultKind


@pytest.fixture
async def account() -> AsyncIterator[Account]:
    async with own_account() as account:
        yield account


async def test_wrong_credentials_end_it_at_the_first_question(account: Account) -> None:
    account.network.settings.auth_tokens = ("another-token",)

    with pytest.raises(SetupFailed) as failed:
        await account.read()

    assert (failed.value.doing, failed.value.error.code) == ("Reading the account", 20003)
    assert account.pauses == []


async def test_a_wrong_api_key_is_found_though_the_token_is_right(account: Account) -> None:
    account.network.settings.api_key_secret = "another-secret"

    with pytest.raises(SetupFailed) as failed:
        await account.read()

    assert failed.value.doing == "Reading the numbers"


ASKED = (
    "GET /2010-04-01/Accounts/{sid}.json",
    "IncomingPhoneNumbers.json",
    "GET /2010-04-01/Accounts/{sid}/SIP/CredentialLists.json",
    "GET /2010-04-01/Accounts/{sid}/Applications.json",
    "GET /v1/Services",
    "GET /2010-04-01/Accounts/{sid}/SIP/Domains.json",
    "POST /2010-04-01/Accounts/{sid}/SIP/CredentialLists.json",
    "POST /2010-04-01/Accounts/{sid}/SIP/Domains.json",
    "POST /2010-04-01/Accounts/{sid}/Applications.json",
    "POST /v1/Services",
    "POST /2010-04-01/Accounts/{sid}/IncomingPhoneNumbers/",
    "POST /v1/Services/",
    "GET /v1/Services/",
    "POST /2010-04-01/Accounts/{sid}/SIP/Domains/",
    "POST /2010-04-01/Accounts/{sid}/SIP/Domains/",
)
"""Every request of a first run, and of one that goes on where another stopped."""
MADE = 7
"""List, domain, app and service; a place for the numbers, and two for the list."""


@pytest.mark.parametrize(
    ("kind", "stops"),
    [("429", 0), ("500", MADE), ("timeout-before", MADE), ("timeout-after", MADE)],
)
async def test_a_setup_that_failed_once_at_every_request_ends_well_when_it_is_repeated(
    kind: RequestFaultKind, stops: int, account: Account
) -> None:
    for asked in ASKED:
        match = asked.format(sid=account.network.settings.account_sid)
        account.network.faults.fail_next(kind, match=match)

    for _ in range(stops):
        with pytest.raises(SetupFailed, match=r"^Making") as failed:
            await account.set_up()
        assert isinstance(failed.value.error, Uncertain)
    await account.set_up()

    again = await account.plan()
    assert [one.match for one in account.network.faults.requests if one.times] == []
    assert again.is_done
    assert again.notes == ()
    reading = await account.read()
    kept = (reading.services, reading.apps, reading.lists, reading.domains)
    assert [len(one) for one in kept] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "error"), [("429", Unreachable), ("500", Uncertain), ("timeout-after", Uncertain)]
)
@pytest.mark.parametrize(
    ("asked", "doing"),
    [
        ("IncomingPhoneNumbers.json", "Reading the numbers"),
        ("POST /v1/Services", f"Making the messaging service {SERVICE_NAME}"),
        ("/IncomingPhoneNumbers/", f"Changing the number {ONE}"),
    ],
)
async def test_a_request_that_always_fails_is_named(
    asked: str, doing: str, kind: RequestFaultKind, error: type[ChannelError], account: Account
) -> None:
    account.network.faults.fail_next(kind, match=asked, times=50)

    with pytest.raises(SetupFailed) as failed:
        await account.set_up()

    assert isinstance(failed.value.error, error)
    assert failed.value.doing == doing


async def test_a_provider_that_names_a_delay_is_given_it(account: Account) -> None:
    asking, asked = account.asking, []

    async def refused() -> None:
        asked.append(1)
        raise Unreachable("The provider is limiting our requests.", retry_after=3.0)

    with pytest.raises(SetupFailed):
        await asking.make("a thing", refused)
    assert (len(asked), account.pauses) == (3, [3.0, 3.0])


@pytest.mark.parametrize(
    ("error", "times"), [(Refused("No."), 1), (Uncertain("Perhaps."), 1), (Unreachable("Not."), 3)]
)
async def test_a_thing_that_may_have_been_made_is_never_made_again_unseen(
    error: ChannelError, times: int, account: Account
) -> None:
    asked = []

    async def fails() -> None:
        asked.append(1)
        raise error

    with pytest.raises(SetupFailed):
        await account.asking.make("a thing", fails)
    assert len(asked) == times
