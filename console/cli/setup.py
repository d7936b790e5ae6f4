"""``console setup``: makes a real account at the provider ready for this hub."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.cli import setup_audio
from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from channels.twilio.setup.asking import Asking
    from channels.twilio.setup.steps import Plan
    from channels.twilio.setup.wanted import Wanted
    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Make your account at the telephone provider ready for this hub"
ABOUT_TWILIO = "Show what your Twilio account lacks, ask, and make or change exactly that"
SIP_NAME = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


def add(commands: Commands) -> None:
    """Declare the command and the one provider it knows."""
    whole = commands.add_parser("setup", help=ABOUT, description=f"{ABOUT}.", allow_abbrev=False)
    providers = whole.add_subparsers(title="providers", metavar="PROVIDER", required=True)
    twilio = command(providers, "twilio", run, ABOUT_TWILIO)
    twilio.add_argument(
        "--public-url", metavar="URL", help="how Twilio reaches the hub; else [hub] public_url"
    )
    twilio.add_argument(
        "--sip-domain", metavar="NAME", help="of the softphones, before .sip.twilio.com"
    )
    twilio.add_argument("--dry-run", action="store_true", help="show the plan and do nothing")
    twilio.add_argument("--yes", action="store_true", help="do not ask before doing it")
    twilio.add_argument(
        "--replace", action="store_true", help="change also what now points elsewhere"
    )
    setup_audio.add(providers)


def run(arguments: Namespace) -> int:
    """Plan, ask, do. Raises ConfigError or Problem."""
    import asyncio

    settings = settings_of(arguments)
    wanted = wanted_of(settings, arguments.public_url, arguments.sip_domain)
    check_account(settings)
    with explained(settings):
        return asyncio.run(_set_up(settings, wanted, arguments))


def wanted_of(settings: Settings, url: str | None, sip_name: str | None = None) -> Wanted:
    """What the account must look like. Raises Problem."""
    import re

    from channels.twilio.setup.wanted import SIP_SUFFIX, Wanted
    from console.cli.public_url import checked

    said_by = "--public-url" if url else "[hub] public_url"
    domain = settings.twilio.sip_domain
    if sip_name is not None:
        label = sip_name.removesuffix(SIP_SUFFIX)
        if not re.fullmatch(SIP_NAME, label):
            raise Problem("--sip-domain must be of small letters, digits and dashes, like acme-sf.")
        domain = label + SIP_SUFFIX
    return Wanted(
        public_url=checked(url or settings.hub.public_url, said_by),
        numbers=tuple(one.number for one in settings.twilio.numbers),
        sip_domain=domain,
        service_sid=settings.twilio.messaging_service_sid,
        app_sid=settings.twilio.twiml_app_sid,
    )


def check_account(settings: Settings) -> None:
    """Refuse the practice account and missing secrets. Raises Problem."""
    from console.settings import PRACTICE_ACCOUNT

    twilio, held = settings.twilio, settings.credentials
    if twilio.account_sid == PRACTICE_ACCOUNT:
        raise Problem("[twilio] account_sid is the simulator's; put the sid of your account there.")
    if not held.twilio_auth_tokens:
        raise Problem(
            f"{twilio.auth_token_env} is not set: put your account's auth token in the "
            "environment or in the [secrets] file."
        )
    if twilio.api_key_sid and not held.twilio_api_key_secret:
        raise Problem(f"{twilio.api_key_secret_env} is not set, and [twilio] api_key_sid is.")


def patience() -> Asking:
    """How often the provider is asked again."""
    from channels.twilio.setup.asking import Asking

    return Asking()


async def _set_up(settings: Settings, wanted: Wanted, arguments: Namespace) -> int:
    from channels.twilio.setup.apply import apply
    from channels.twilio.setup.plan import plan
    from channels.twilio.setup.reading import read_account
    from console.cli.account import clients
    from console.cli.setup_words import config_lines, done, table

    asking = patience()
    async with clients(settings) as (owner, client):
        reading = await read_account(owner, client, asking)
        wish = plan(reading, wanted, replacing=arguments.replace)
        for line in table(wish):
            say(line)
        if not wish.is_done:
            if arguments.dry_run:
                say("Nothing was done: this was a dry run.")
                return 0
            _ask(wish, is_agreed=arguments.yes)
        known = await apply(wish, client, asking, tell=lambda one: say(done(one)))
    say("Nothing to change." if wish.is_done else "Done.")
    for line in config_lines(wanted, known):
        say(line)
    return 0


def _ask(wish: Plan, *, is_agreed: bool) -> None:
    """Ask whether it shall be done. Raises Problem when not."""
    if is_agreed:
        return
    if not sys.stdin.isatty():
        raise Problem("Nothing was done: without a terminal to ask on, agree with --yes.")
    say(f"{len(wish.steps) + len(wish.joins)} things to do. Type yes to do them:")
    if sys.stdin.readline().strip().lower() != "yes":
        raise Problem("Nothing was done.")


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """Turn what the provider refuses into the one sentence of a command. Raises Problem."""
    from channels.twilio.setup.asking import SetupFailed
    from channels.twilio.setup.plan import MissingNumbers
    from console.cli.setup_words import failure, missing

    try:
        yield
    except SetupFailed as error:
        raise Problem(failure(error, settings)) from error
    except MissingNumbers as error:
        raise Problem(missing(error)) from error
