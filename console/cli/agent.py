"""``console agent``: accounts, and the personal tokens that open a desk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Add, list and disable agents; issue their tokens"
ROLES = ("agent", "lead", "manager", "admin")
LOGIN = r"[a-z0-9][a-z0-9._-]{0,39}"
PHONE = r"(\+[1-9][0-9]{6,14}|sip:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)?"
NAME = r"[^\x00-\x1f\x7f]{1,80}"


def add(commands: Commands) -> None:
    """Declare the command and the four things it does."""
    whole = command(commands, "agent", _list, ABOUT)
    actions = whole.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = command(actions, "add", _add, "Add an agent and print their first token, this once")
    new.add_argument("login", metavar="LOGIN")
    new.add_argument("--name", required=True, help="as colleagues read it")
    new.add_argument("--role", choices=ROLES, default="agent")
    new.add_argument("--phone", default="", help="where their audio is: +14155550177 or sip:…")
    new.add_argument(
        "--language", action="append", choices=("en", "es"), help="once for each; en without it"
    )
    _keeping(new)
    token = command(actions, "token", _token, "Issue one more token and print it, this once")
    token.add_argument("login", metavar="LOGIN")
    _keeping(token)
    disable = command(actions, "disable", _disable, "Close an account; all its tokens die")
    disable.add_argument("login", metavar="LOGIN")
    command(actions, "list", _list, "List the accounts")


def _keeping(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--save",
        action="store_true",
        help="write the token to your own [desk] token_file instead of printing it",
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
    )
    token = asyncio.run(add_agent(settings.database.url, wanted))
    return _hand_over(token, settings, arguments)


def _token(arguments: Namespace) -> int:
    settings = _ready(arguments)
    import asyncio

    from console.hub.admin import issue_token

    token = asyncio.run(issue_token(settings.database.url, arguments.login))
    return _hand_over(token, settings, arguments)


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
        raise Problem("--phone must be a number like +14155550177 or an address like sip:a@b.")


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
