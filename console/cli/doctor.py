"""``console doctor``: looks at everything that must fit together, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.desk import check_keys
from console.cli.words import command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from console.cli.doctor_words import Finding
    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Check everything from settings to signatures, and say what to do; or ring a phone"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = command(commands, "doctor", run, ABOUT)
    parser.add_argument(
        "--ring",
        metavar="LOGIN",
        help="only ring a phone with a short test: 'me' or, for an admin, anybody's",
    )


def run(arguments: Namespace) -> int:
    """Say what was found; 1 when something is wrong. Raises ConfigError or Problem."""
    from console.cli import doctor_ring
    from console.cli.doctor_words import Finding

    settings = settings_of(arguments)
    if arguments.ring:
        return doctor_ring.run(settings, arguments.ring)
    check_keys(settings)
    say(Finding("settings", "Every setting is as it should be.").line)
    is_well = True
    for finding in findings(settings):
        is_well = is_well and finding.mark != "wrong"
        say(finding.line)
    return 0 if is_well else 1


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at one thing after the other, what is nearest first."""
    from console.cli import doctor_here, doctor_provider, doctor_signature

    looks = (
        doctor_here.safety,
        doctor_here.reach,
        doctor_here.secrets,
        doctor_here.mail,
        doctor_here.database,
        doctor_here.hub,
        doctor_here.token,
        doctor_here.practice,
        doctor_here.cards,
        doctor_provider.look,
        doctor_signature.look,
    )
    for look in looks:
        yield from look(settings)
