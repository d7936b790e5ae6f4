"""A doctor's look at the provider: credentials, clocks, and where each number leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.doctor_words import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from channels.twilio.setup.reading import Found, Reading
    from channels.twilio.setup.wanted import Wanted
    from console.config import Settings

SETUP = "console setup twilio"
ACCURATE_SECONDS, BAD_SECONDS = 10, 120
ASK_SECONDS = 5.0
FIRST_PLACES = {"calls": "voice_url", "texts": "sms_url"}


def look(settings: Settings) -> Iterator[Finding]:
    """Whether the account answers, agrees about the time, and leads its numbers to this hub."""
    from datetime import UTC, datetime

    from channels.twilio.transport import API_HOST

    if not settings.credentials.twilio_auth_tokens:
        yield Finding("account", "Without its auth token the account can't be asked.", "wrong")
        return
    base = settings.twilio.api_base or f"https://{API_HOST}"
    answer = _answer(settings, base)
    if answer is None:
        yield _silence(settings, base)
        return
    status, date = answer
    yield from clock(date, datetime.now(UTC))
    if status != 200:
        words = f"The provider answers {status} to our credentials; check {_names(settings)}."
        yield Finding("account", words, "wrong")
        return
    yield Finding("account", "The provider takes our credentials.")
    if settings.credentials.is_practice:
        yield Finding("numbers", "Those of the simulator lead to this hub by themselves.")
    else:
        yield from _numbers(settings)


def _answer(settings: Settings, base: str) -> tuple[int, str] | None:
    """Status and date of the provider's answer; None without one."""
    import httpx

    from channels.trust import trusted

    sid = settings.twilio.account_sid
    token = settings.credentials.twilio_auth_tokens[0].get_secret_value()
    try:
        with httpx.Client(trust_env=False, verify=trusted(), timeout=ASK_SECONDS) as client:
            answer = client.get(f"{base}/2010-04-01/Accounts/{sid}.json", auth=(sid, token))
    except httpx.HTTPError:
        return None
    return answer.status_code, answer.headers.get("date", "")


def _silence(settings: Settings, base: str) -> Finding:
    if settings.credentials.is_practice:
        words = f"The simulator does not answer at {base}; start it: console simulator"
        return Finding("account", words, "attention")
    more = " (for a real account [twilio] api_base is empty)" if settings.twilio.api_base else ""
    return Finding("account", f"Nothing answers at {base}{more}.", "wrong")


def _names(settings: Settings) -> str:
    return f"[twilio] account_sid and {settings.twilio.auth_token_env}"


def clock(date: str, now: datetime) -> Iterator[Finding]:
    """Whether our clock and the provider's agree: tokens and signed mail end by the clock."""
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        theirs = parsedate_to_datetime(date)
    except (ValueError, TypeError):
        yield Finding("clock", "The provider did not say what time it is.", "attention")
        return
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    apart = round((now - theirs).total_seconds())
    if abs(apart) <= ACCURATE_SECONDS:
        yield Finding("clock", "Our clock agrees with the provider's.")
        return
    side = "ahead of" if apart > 0 else "behind"
    words = f"Our clock is {abs(apart)} s {side} the provider's; let this computer keep time (NTP)."
    yield Finding("clock", words, "wrong" if abs(apart) > BAD_SECONDS else "attention")


def _numbers(settings: Settings) -> Iterator[Finding]:
    import asyncio

    from channels.twilio.setup.asking import SetupFailed
    from channels.twilio.setup.wanted import Wanted
    from console.cli.setup_words import failure

    twilio = settings.twilio
    wanted = Wanted(
        public_url=settings.hub.url,
        numbers=tuple(one.number for one in twilio.numbers),
        sip_domain=twilio.sip_domain,
        service_sid=twilio.messaging_service_sid,
        app_sid=twilio.twiml_app_sid,
    )
    try:
        reading = asyncio.run(_read(settings))
    except SetupFailed as error:
        yield Finding("numbers", failure(error, settings), "wrong")
        return
    owned = {one.name: one for one in reading.numbers}
    for name in wanted.numbers:
        if name in owned:
            yield from number(owned[name], wanted)
        else:
            words = f"{name} is in [twilio] numbers, and the account does not have it."
            yield Finding("numbers", words, "wrong")
    if all(name in owned for name in wanted.numbers):
        yield from _rest(reading, wanted)


async def _read(settings: Settings) -> Reading:
    from channels.twilio.setup.asking import Asking
    from channels.twilio.setup.reading import read_account
    from console.cli.account import clients

    async with clients(settings) as (owner, client):
        return await read_account(owner, client, Asking(tries=2))


def number(found: Found, wanted: Wanted) -> Iterator[Finding]:
    """Whether calls and texts to one number come to this hub."""
    from channels.twilio.setup.plan import differences, leads_away
    from channels.twilio.setup.wanted import number_wirings
    from console.cli.setup_words import shown

    for wiring in number_wirings(wanted.public_url):
        wrong = differences(found, wiring)
        first = FIRST_PLACES[wiring.what]
        now, right = found.values[first], wiring.values[first]
        about = f"{wiring.what.capitalize()} to {found.name}"
        if now.partition("#")[0] != right.partition("#")[0] or leads_away(found, wiring, wanted):
            words = f"{about} go elsewhere (now {shown(now)}). Run: {SETUP}"
            yield Finding("numbers", words, "wrong")
        elif wrong:
            names = ", ".join(change.name for change in wrong)
            words = f"{about} come here, but {names} could be better. Run: {SETUP}"
            yield Finding("numbers", words, "attention")
        else:
            yield Finding("numbers", f"{about} come here, with a fallback and retries.")


def _rest(reading: Reading, wanted: Wanted) -> Iterator[Finding]:
    """What else a setup would do, or has to say."""
    from channels.twilio.setup.plan import plan

    wish = plan(reading, wanted)
    lacking = [step.name for step in wish.steps if step.kind != "number"]
    if lacking or wish.joins:
        what = ", ".join(lacking) or ", ".join(sorted({join.into for join in wish.joins}))
        yield Finding("account", f"To be made or changed: {what}. Run: {SETUP}", "attention")
    for note in wish.notes:
        yield Finding("account", note, "attention")
