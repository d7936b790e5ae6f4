"""An account is made ready for a hub: once, by anybody, and nobody else's is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.rest_sip import TAKEN
from channels.twilio.setup.asking import SetupFailed
from channels.twilio.setup.plan import MissingNumbers
from channels.twilio.setup.wanted import APP_NAME, SERVICE_NAME, Wanted
from tests.channels.twilio.setup_account import DEMO, HUB, ONE, TWO, Account, own_account

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ELSEWHERE = "https://other.example.net/calls"


@pytest.fixture
async def account() -> AsyncIterator[Account]:
    async with own_account() as account:
        yield account


async def test_a_fresh_account_gets_everything_a_hub_needs(account: Account) -> None:
    known = await account.set_up()

    for number in account.numbers:
        assert number.voice_url == f"{HUB}/twilio/voice#ct=2000&rt=6000&rc=1&rp=ct,5xx"
        assert number.voice_fallback_url.startswith(f"{HUB}/twilio/fallback/voice#")
        assert number.status_callback == f"{HUB}/twilio/voice/status#rc=3&rp=all"
        assert number.sms_url == f"{HUB}/twilio/sms#rc=3&rp=all"
        assert number.sms_fallback_url == f"{HUB}/twilio/sms#rc=3&rp=all"
    reading = await account.read()
    (service,) = reading.services
    assert (service.sid, service.name) == (known.service_sid, SERVICE_NAME)
    assert service.members == {one.sid for one in account.numbers}
    assert service.values["status_callback"] == f"{HUB}/twilio/sms/status#rc=3&rp=all"
    (app,), (domain,), (phones,) = reading.apps, reading.domains, reading.lists
    assert app.sid == known.app_sid
    assert app.is_ours
    assert domain.host == known.sip_domain == "steadyline-aaaaaaaaaaaa.sip.twilio.com"
    assert domain.about.values == {"sip_registration": "true"}
    assert domain.calls == domain.registrations == {phones.sid}


async def test_a_second_run_finds_nothing_to_change(account: Account) -> None:
    known = await account.set_up()
    before = len([line for line in account.requests if line.startswith("POST")])

    again = await account.plan()

    assert again.is_done
    assert again.known == known
    assert len(again.right) == 6
    assert (again.held, again.notes) == ((), ())
    assert len([line for line in account.requests if line.startswith("POST")]) == before


async def test_a_plan_alone_changes_nothing(account: Account) -> None:
    await account.plan()

    assert [line for line in account.requests if not line.startswith("GET")] == []
    assert account.numbers[0].voice_url == DEMO


async def test_a_webhook_of_somebody_else_stays_until_replacing_is_asked_for(
    account: Account,
) -> None:
    account.numbers[0].voice_url = ELSEWHERE

    held = await account.plan()
    await account.set_up()

    assert [(one.name, one.what) for one in held.held] == [(ONE, "calls")]
    assert account.numbers[0].voice_url == ELSEWHERE
    assert account.numbers[0].voice_fallback_url == ""
    assert account.numbers[0].sms_url.startswith(f"{HUB}/twilio/sms#")
    assert (await account.plan()).is_done
    await account.set_up(replacing=True)
    assert account.numbers[0].voice_url.startswith(f"{HUB}/twilio/voice#")


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("voice_application_sid", "calls"),
        ("trunk_sid", "calls"),
        ("status_callback", "calls"),
        ("sms_application_sid", "texts"),
        ("sms_fallback_url", "texts"),
    ],
)
async def test_whatever_takes_a_number_elsewhere_is_seen(
    place: str, what: str, account: Account
) -> None:
    setattr(account.numbers[1], place, "AP" + "c" * 32 if place.endswith("sid") else ELSEWHERE)

    held = (await account.plan()).held
    await account.set_up(replacing=True)

    assert [(one.name, one.what) for one in held] == [(TWO, what)]
    assert (await account.plan()).is_done


async def test_an_address_that_only_begins_like_ours_is_not_ours(account: Account) -> None:
    account.numbers[0].voice_url = f"{HUB}.evil.example.net/twilio/voice"

    assert [one.what for one in (await account.plan()).held] == ["calls"]


async def test_a_hub_that_moves_takes_what_it_made_along_but_asks_for_numbers(
    account: Account,
) -> None:
    await account.set_up()
    moved = Wanted("https://new.example.com", (ONE, TWO))

    wish = await account.plan(moved)

    assert {step.kind for step in wish.steps} == {"app", "service"}
    assert len(wish.held) == 4
    await account.set_up(moved, replacing=True)
    assert (await account.plan(moved)).is_done


async def test_a_number_in_another_service_is_left_there_and_said(account: Account) -> None:
    services = account.client.messaging.v1.services
    other = await services.create_async(friendly_name="Reminders")
    await services(other.sid).phone_numbers.create_async(phone_number_sid=account.numbers[0].sid)

    await account.set_up()

    again = await account.plan()
    assert again.is_done
    assert "in the messaging service 'Reminders' and stays there" in again.notes[0]


async def test_a_domain_of_somebody_else_is_not_touched(account: Account) -> None:
    host = "acme.sip.twilio.com"
    await account.client.sip.domains.create_async(domain_name=host, friendly_name="Office")
    wanted = Wanted(HUB, (ONE,), sip_domain=host)

    wish = await account.plan(wanted)
    await account.set_up(wanted)

    assert [(one.kind, one.what) for one in wish.held] == [("domain", "phones")]
    (domain,) = (await account.read()).domains
    assert domain.about.values == {"sip_registration": "false"}
    assert domain.calls == frozenset()


async def test_a_domain_name_somebody_in_the_world_has_is_refused(account: Account) -> None:
    with pytest.raises(SetupFailed, match="Making the SIP domain taken"):
        await account.set_up(Wanted(HUB, (ONE,), sip_domain=TAKEN))


async def test_of_two_that_a_lost_answer_left_the_older_one_is_kept(account: Account) -> None:
    known = await account.set_up()
    await account.clock.advance(60)
    spare = await account.client.applications.create_async(friendly_name=APP_NAME)

    again = await account.plan()

    assert again.is_done
    assert again.known == known
    assert again.notes == (f"There are 2 called '{APP_NAME}'; {spare.sid} can be deleted.",)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [(Wanted(HUB, (ONE, "+14155550199")), ("+14155550199",)), (Wanted(HUB, ()), ())],
)
async def test_a_number_the_account_does_not_have_ends_it_before_anything_is_done(
    wanted: Wanted, missing: tuple[str, ...], account: Account
) -> None:
    with pytest.raises(MissingNumbers) as failed:
        await account.set_up(wanted)

    assert failed.value.missing == missing
    assert failed.value.owned == (ONE, TWO)
    assert [line for line in account.requests if line.startswith("POST")] == []


async def test_a_trial_account_is_said_to_be_one(account: Account) -> None:
    account.network.settings.account_type = "Trial"

    assert "trial account" in (await account.plan()).notes[0]
