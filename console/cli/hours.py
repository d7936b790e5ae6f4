"""``console hours``: whether a queue is open at any moment, past or to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import datetime

    from console.cli.words import Commands
    from console.domain.hours import Opening

ABOUT = "Say what happens at a moment: whether a queue is open, and if not, why and until when"
FORM = "%Y-%m-%d %H:%M"


def add(commands: Commands) -> None:
    """Declare the command and what it does."""
    parser: ArgumentParser = command(commands, "hours", _hours, ABOUT)
    parser.add_argument(
        "moment", metavar="MOMENT", nargs="?", default="", help='like "2026-12-24 18:00"; now'
    )
    parser.add_argument("--queue", default="", help="one queue only")


def told(queue: str, at: datetime, found: Opening) -> str:
    """Say in one line what a caller meets at a moment; times are those of the queue."""
    zone = at.tzinfo
    then = f"{found.next.astimezone(zone):%a %Y-%m-%d %H:%M}" if found.next else ""
    when = f"{queue} at {at:%a %Y-%m-%d %H:%M %Z}"
    if found.is_open:
        return f"{when}: open" + (f" until {then}" if then else ", always")
    return f"{when}: closed ({found.reason})" + (f", opens {then}" if then else "")


def _hours(arguments: Namespace) -> int:
    from datetime import UTC, datetime

    from console.domain.hours import opening
    from console.opening_hours import opening_hours

    every = opening_hours(settings_of(arguments))
    if arguments.queue and arguments.queue not in every:
        raise Problem(f"There is no queue {arguments.queue}; there are {', '.join(every)}.")
    for name, hours in every.items():
        if arguments.queue in ("", name):
            at = datetime.now(UTC).astimezone(hours.zone)
            if arguments.moment:
                at = _moment(arguments.moment).replace(tzinfo=hours.zone)
            say(told(name, at, opening(hours, at)))
    return 0


def _moment(text: str) -> datetime:
    from datetime import datetime

    try:
        return datetime.strptime(text, FORM)
    except ValueError:
        raise Problem('MOMENT must be like "2026-12-24 18:00".') from None
