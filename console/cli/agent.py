"""``console agent``: accounts, and the personal tokens that open a desk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Add, list and disable agents; issue, list and revoke their tokens"
ROLES = ("agent", "lead", "manager", "admin")
LOGIN = r"[a-z0-9][a-z0-9._-]{0,39}"
PHONE = r"(\+[1-9][0-9]{6,14}|sip:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|browser)?"
WRONG_PHONE = "--phone must be a number like +14155550177, an address like sip:a@b, or browser."
MOST_HOURS = 8760
MOST_INVITED_HOURS = 24
NAME = r"[^\x00-\x1f\x7f]{1,80}"


def add(commands: Commands) -> None:
    """Declare the command and what it does."""
    whole = command(commands, "agent", _list, ABOUT)
    actions = whole.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = command(actions, "add", _add, "Add an agent and print their first token, this once")
    new.add_argument("login", metavar="LOGIN")
    new.add_argument("--name", required=True, help="as colleagues read it")
    new.add_argument("--role", choices=ROLES, default="agent")
    new.add_argument("--phone", default="", help="where their audio is: +1415…, sip:… or browser")
    new.add_argument(
        "--language", action="append", choices=("en", "es"), help="once for each; en without it"
    )
    _serving(new)
    _keeping(new)
    changed = command(actions, "change", _change, "Change an account: name, role, phone, queues")
    changed.add_argument("login", metavar="LOGIN")
    changed.add_argument("--name", help="as colleagues read it")
    changed.add_argument("--role", choices=ROLES, help="counts from this moment")
    changed.add_argument("--phone", help="where their audio is: +1415…, sip:… or browser")
    changed.add_argument("--language", action="append", choices=("en", "es"), help="all of them")
    _serving(changed)
    token = command(actions, "token", _token, "Issue one more token and print it, this once")
    token.add_argument("login", metavar="LOGIN")
    _keeping(token)
    invite = command(actions, "invite", _invite, "Print what an agent exchanges for a token, once")
    invite.add_argument("login", metavar="LOGIN")
    invite.add_argument("--hours", type=int, default=24, metavar="N", help="at most 24")
    listed = command(actions, "tokens", _tokens, "List tokens, and where each was used last")
    listed.add_argument("login", metavar="LOGIN", nargs="?", default="", help="of one agent only")
    revoke = command(actions, "revoke", _revoke, "End one token, by its id")
    revoke.add_argument("token", metavar="ID", help="as console agent tokens lists it")
    disable = command(actions, "disable", _disable, "Close an account; all its tokens die")
    disable.add_argument("login", metavar="LOGIN")
    command(actions, "list", _list, "List the accounts")


def _serving(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--queue",
        action="append",
        metavar="NAME[:LEVEL]",
        help="once for each queue they serve, with a level from 1 to 9; all: every queue",
    )
    parser.add_argument("--level", type=int, default=1, help="of queues without one; 1")


def _queues(settings: Settings, arguments: Namespace) -> dict[str, int] | None:
    """The queues with their levels; None when nothing was said of them."""
    from console.opening_hours import queue_rules

    if not arguments.queue:
        return None
    if arguments.queue == ["all"]:
        return {}
    known, found = queue_rules(settings), {}
    for text in arguments.queue:
        name, _, level = text.partition(":")
        number = level or str(arguments.level)
        if name not in known:
            raise Problem(f"There is no queue {name}; there are {', '.join(known)}.")
        if number not in tuple("123456789"):
            raise Problem(f"The level of {name} must be between 1 and 9.")
        found[name] = int(number)
    return found


def _change(arguments: Namespace) -> int:
    import asyncio
    import re

    from console.hub.admin import change_agent

    if arguments.name is not None and not re.fullmatch(NAME, arguments.name.strip()):
        raise Problem("--name must be one line of 1 to 80 characters.")
    if arguments.phone is not None and not re.fullmatch(PHONE, arguments.phone):
        raise Problem(WRONG_PHONE)
    settings = _ready(arguments)
    facts = {
        "name": arguments.name,
        "role": arguments.role,
        "phone": arguments.phone,
        "languages": tuple(dict.fromkeys(arguments.language or ())) or None,
        "queues": _queues(settings, arguments),
    }
    agent = asyncio.run(change_agent(settings.database.url, arguments.login, **facts))
    served = ", ".join(f"{name} (level {level})" for name, level in agent.queues.items())
    spoken = ", ".join(agent.languages)
    say(f"{agent.login} is {agent.role} and serves {served or 'every queue'}, in {spoken}.")
    return 0


def _keeping(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--save",
        action="store_true",
        help="write the token to your own [desk] token_file instead of printing it",
    )
    parser.add_argument(
        "--hours",
        type=int,
        metavar="N",
        help="how long it opens a desk; without it [hub] token_hours",
    )


def _add(arguments: Namespace) -> int:
    _check(arguments)
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import add_agent
    from console.hub.wishes import AddAgent

    wanted = AddAgent(
        login=arguments.login,
        name=arguments.name,
        role=arguments.role,
        phone=arguments.phone,
        languages=tuple(dict.fromkeys(arguments.language or ["en"])),
        queues=_queues(settings, arguments) or {},
    )
    hours = _hours(settings, arguments)
    token = asyncio.run(add_agent(settings.database.url, wanted, hours=hours))
    return _hand_over(token, settings, arguments)


def _token(arguments: Namespace) -> int:
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import issue_token

    hours = _hours(settings, arguments)
    token = asyncio.run(issue_token(settings.database.url, arguments.login, hours=hours))
    return _hand_over(token, settings, arguments)


def _invite(arguments: Namespace) -> int:
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import invite_agent

    if not 1 <= arguments.hours <= MOST_INVITED_HOURS:
        raise Problem(f"--hours must be between 1 and {MOST_INVITED_HOURS}.")
    hours = int(arguments.hours)
    say(asyncio.run(invite_agent(settings.database.url, arguments.login, hours=hours)))
    words = f"Hand it to {arguments.login} alone, within {hours} h: console desk --invited"
    say(words, to=sys.stderr)
    return 0


def _tokens(arguments: Namespace) -> int:
    settings = _ready(arguments)
    from datetime import UTC, datetime

    from console.hub.admin import list_tokens

    now = datetime.now(UTC)
    for token in list_tokens(settings.database.url, arguments.login):
        until = f"until {token.expires_at:%Y-%m-%d %H:%M}" if token.expires_at else "for ever"
        last = next(iter(token.uses), None)
        seen = f"seen {last.last_at:%Y-%m-%d %H:%M} from {last.place}" if last else "never seen"
        more = f", {len(token.uses)} places" if len(token.uses) > 1 else ""
        say(f"{token.id:<10} {token.login:<20} {token.state(now):<8} {until}  {seen}{more}")
    return 0


def _revoke(arguments: Namespace) -> int:
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import revoke_token

    asyncio.run(revoke_token(settings.database.url, arguments.token))
    say(f"Token {arguments.token} opens nothing any more.")
    return 0


def _disable(arguments: Namespace) -> int:
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import disable_agent

    asyncio.run(disable_agent(settings.database.url, arguments.login))
    say(f"{arguments.login} is disabled; every token of theirs is dead.")
    return 0


def _list(arguments: Namespace) -> int:
    settings = _ready(arguments)
    from console.hub.admin import list_agents

    for agent in list_agents(settings.database.url):
        state = "disabled" if agent.disabled else agent.presence
        say(f"{agent.number:>4}  {agent.login:<20} {agent.role:<8} {state:<10} {agent.name}")
    return 0


def _check(arguments: Namespace) -> None:
    import re

    if not re.fullmatch(LOGIN, arguments.login):
        raise Problem("LOGIN must be of small letters, digits, dots and dashes, at most 40.")
    if not re.fullmatch(NAME, arguments.name.strip()):
        raise Problem("--name must be one line of 1 to 80 characters.")
    if not re.fullmatch(PHONE, arguments.phone):
        raise Problem(WRONG_PHONE)


def _hours(settings: Settings, arguments: Namespace) -> int:
    hours = settings.hub.token_hours if arguments.hours is None else int(arguments.hours)
    if not 1 <= hours <= MOST_HOURS:
        raise Problem(f"--hours must be between 1 and {MOST_HOURS}.")
    return hours


def _ready(arguments: Namespace) -> Settings:
    """The settings, and a database with its tables."""
    from console.cli.migrate import prepared

    settings = settings_of(arguments)
    prepared(settings)
    return settings


def _hand_over(token: str, settings: Settings, arguments: Namespace) -> int:
    """Show the token once: it is stored nowhere but with its owner."""
    if not arguments.save:
        say(token)
        say("Keep it now: it is not shown again.", to=sys.stderr)
        return 0
    from console.private import write_private

    write_private(settings.desk.token_path, token + "\n")
    say(f"The token is in {settings.desk.token_path}. Next: console desk")
    return 0
