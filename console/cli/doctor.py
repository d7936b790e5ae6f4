"""``console doctor``: looks at everything that must fit together, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.cli.words import command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Check settings, database, secrets, hub and token, and say what to do"
ASK_SECONDS = 3.0


class Finding(NamedTuple):
    """What was looked at, and a sentence about it."""

    about: str
    words: str
    is_fine: bool = True


def add(commands: Commands) -> None:
    """Declare the command."""
    command(commands, "doctor", run, ABOUT)


def run(arguments: Namespace) -> int:
    """Say what was found; 1 when something has to be done. Raises ConfigError."""
    settings = settings_of(arguments)
    say("ok       settings   Every setting is as it should be.")
    is_well = True
    for look in LOOKS:
        for finding in look(settings):
            is_well = is_well and finding.is_fine
            mark = "ok" if finding.is_fine else "PROBLEM"
            say(f"{mark:8} {finding.about:10} {finding.words}")
    return 0 if is_well else 1


def safety(settings: Settings) -> Iterator[Finding]:
    """Whether a hub may start with these settings."""
    from console.config import ConfigError, check_hub

    try:
        check_hub(settings)
    except ConfigError as error:
        yield Finding("safety", str(error), is_fine=False)
        return
    who = "only this computer" if settings.hub.is_local else "other computers too"
    yield Finding("safety", f"A hub may start with these settings; it serves {who}.")


def secrets(settings: Settings) -> Iterator[Finding]:
    """Which secrets are set; never what they are."""
    held = settings.credentials
    if held.is_practice:
        yield Finding("secrets", "Practice secrets are used: they open the simulator only.")
        return
    wanted = {
        settings.twilio.auth_token_env: bool(held.twilio_auth_tokens),
        settings.sendgrid.api_key_env: bool(held.sendgrid_api_key),
        settings.sendgrid.threading_key_env: bool(held.threading_key),
    }
    if settings.twilio.api_key_sid:
        wanted[settings.twilio.api_key_secret_env] = bool(held.twilio_api_key_secret)
    for name, is_set in wanted.items():
        words = "is set." if is_set else "is not set: put it in the environment or [secrets] file."
        yield Finding("secrets", f"{name} {words}", is_fine=is_set)


def database(settings: Settings) -> Iterator[Finding]:
    """Whether the database answers, is of this version, and is nobody else's to read."""
    file = settings.database.file
    if file is not None and not file.exists():
        yield Finding("database", "Not there yet; the hub or console migrate makes it.")
        return
    if file is not None and file.stat().st_mode & 0o077:
        yield Finding("database", f"Others can read it; run: chmod 600 {file}", is_fine=False)
    from sqlalchemy.exc import DBAPIError

    from console.hub.store.migrate import current, newest

    try:
        revision = current(settings.database.url)
    except DBAPIError:
        yield Finding("database", "It can't be reached; see [database] url.", is_fine=False)
        return
    if revision == newest():
        yield Finding("database", f"It answers and is at {revision}.")
    else:
        yield Finding("database", "It is of another version; run: console migrate", is_fine=False)


def hub(settings: Settings) -> Iterator[Finding]:
    """Whether the hub of this desk answers."""
    from urllib.error import HTTPError
    from urllib.request import ProxyHandler, build_opener

    url = settings.desk.hub_url
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{url}/readyz", timeout=ASK_SECONDS):
            yield Finding("hub", f"It answers at {url} and takes work.")
    except HTTPError as error:
        yield Finding("hub", f"It answers {error.code} at {url}: not ready.", is_fine=False)
    except (OSError, ValueError):
        yield Finding("hub", f"Nothing answers at {url}; start it: console hub", is_fine=False)


def token(settings: Settings) -> Iterator[Finding]:
    """Whether a desk could be opened here."""
    from console.cli.desk import token_of
    from console.cli.words import Problem
    from console.private import NotPrivate

    try:
        token_of(settings)
    except (Problem, NotPrivate) as error:
        yield Finding("token", str(error), is_fine=False)
        return
    yield Finding("token", "A desk has its token.")


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    safety,
    secrets,
    database,
    hub,
    token,
)
