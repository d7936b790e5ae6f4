"""A doctor's look at this computer: settings, secrets, database, hub, token, scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.doctor_words import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.config import Settings

ASK_SECONDS = 3.0


def safety(settings: Settings) -> Iterator[Finding]:
    """Whether a hub may start with these settings."""
    from console.config import ConfigError, check_hub

    try:
        check_hub(settings)
    except ConfigError as error:
        yield Finding("safety", str(error), "wrong")
        return
    who = "only this computer" if settings.hub.is_local else "other computers too"
    yield Finding("safety", f"A hub may start with these settings; it serves {who}.")


def reach(settings: Settings) -> Iterator[Finding]:
    """Whether the real provider can reach this hub by its name."""
    if settings.twilio.api_base:
        return
    from console.cli.public_url import checked
    from console.cli.words import Problem

    try:
        checked(settings.hub.url, "[hub] public_url")
    except Problem as error:
        yield Finding("safety", str(error), "wrong")


def secrets(settings: Settings) -> Iterator[Finding]:
    """Which secrets are set; never what they are."""
    held = settings.credentials
    if held.is_practice:
        yield Finding("secrets", "Practice secrets are used: they open the simulator only.")
        return
    needed = [(settings.twilio.auth_token_env, bool(held.twilio_auth_tokens))]
    if settings.twilio.api_key_sid:
        needed.append((settings.twilio.api_key_secret_env, bool(held.twilio_api_key_secret)))
    if held.sendgrid_api_key:
        needed.append((settings.sendgrid.api_key_env, True))
        needed.append((settings.sendgrid.threading_key_env, bool(held.threading_key)))
    else:
        name = settings.sendgrid.api_key_env
        yield Finding("secrets", f"{name} is not set: mail can't be sent.", "attention")
    for name, is_set in needed:
        words = "is set." if is_set else "is not set: put it in the environment or [secrets] file."
        yield Finding("secrets", f"{name} {words}", "ok" if is_set else "wrong")


def mail(settings: Settings) -> Iterator[Finding]:
    """Whether mail that comes in, and what became of ours, would be believed."""
    ours = settings.sendgrid
    if settings.credentials.is_practice or not settings.credentials.sendgrid_api_key:
        return
    if not ours.event_public_key:
        words = "Set [sendgrid] event_public_key: until then nobody hears what became of our mail."
        yield Finding("mail", words, "wrong")
    if not ours.parse_secret_path and not ours.parse_public_key:
        words = "Set [sendgrid] parse_secret_path: until then all mail that comes in is refused."
        yield Finding("mail", words, "wrong")


def database(settings: Settings) -> Iterator[Finding]:
    """Whether the database answers, is of this version, and is nobody else's to read."""
    file = settings.database.file
    if file is not None and not file.exists():
        yield Finding("database", "Not there yet; the hub or console migrate makes it.")
        return
    if file is not None and file.stat().st_mode & 0o077:
        yield Finding("database", f"Others can read it; run: chmod 600 {file}", "wrong")
    from sqlalchemy.exc import DBAPIError

    from console.hub.store.migrate import current, newest

    try:
        revision = current(settings.database.url)
    except DBAPIError:
        yield Finding("database", "It can't be reached; see [database] url.", "wrong")
        return
    if revision == newest():
        yield Finding("database", f"It answers and is at {revision}.")
    else:
        yield Finding("database", "It is of another version; run: console migrate", "wrong")


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
        yield Finding("hub", f"It answers {error.code} at {url}: not ready.", "wrong")
    except (OSError, ValueError):
        yield Finding("hub", f"Nothing answers at {url}; start it: console hub", "wrong")


def token(settings: Settings) -> Iterator[Finding]:
    """Whether a desk could be opened here."""
    from console.cli.desk import token_of
    from console.cli.words import Problem
    from console.private import NotPrivate

    try:
        token_of(settings)
    except (Problem, NotPrivate) as error:
        yield Finding("token", f"A server needs none, a desk does. {error}", "attention")
        return
    yield Finding("token", "A desk has its token.")


def practice(settings: Settings) -> Iterator[Finding]:
    """Whether the scripts that people of the simulator play can be read."""
    from channels.simulator.personas import PersonaError, load_shift
    from console.demo.stage import SHIFT

    if not SHIFT.is_file():
        words = f"{SHIFT.parent} is not there; the demo and practice need it, real calls do not."
        yield Finding("scripts", words, "attention")
        return
    try:
        people = load_shift(SHIFT)
    except PersonaError as error:
        yield Finding("scripts", f"{error}.", "wrong")
        return
    yield Finding("scripts", f"{len(people)} people of the practice shift can be played.")


def cards(settings: Settings) -> Iterator[Finding]:
    """Whether every card of words can be used, and how many wait for their reviewer."""
    from datetime import UTC, datetime

    from console.domain.categories import CATEGORIES
    from console.library.checks import overdue, shelf_problems
    from console.library.shelf import load

    tree = settings.categories.tree
    shelf, wrong = load(settings.scripts.path)
    problems = [*map(str, wrong), *shelf_problems(shelf, tree.names, CATEGORIES)]
    if problems or not shelf.cards:
        first = problems[0] if problems else f"There are no cards in {settings.scripts.path}."
        yield Finding("cards", f"{first} See: console scripts check", "wrong")
        return
    waiting = sum(bool(overdue(card, datetime.now(UTC).date())) for card in shelf.cards)
    words = f"{len(shelf.cards)} cards of words can be used"
    if waiting:
        reviews = f"{waiting} have not been read by who should; see: console scripts check"
        yield Finding("cards", f"{words}; {reviews}", "attention")
        return
    yield Finding("cards", f"{words}.")
