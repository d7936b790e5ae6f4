"""``console demo``: hub, simulator and desk with nothing to configure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import command

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands

ABOUT = "Play one shift with nothing to configure; without a terminal, print its timelines"


def add(commands: Commands) -> None:
    """Declare the command."""
    demo = command(commands, "demo", run, ABOUT)
    demo.add_argument("--lead", action="store_true", help="lead a floor that works by itself")


def run(arguments: Namespace) -> int:
    """Play. Raises Problem when a part does not start."""
    from console.demo.play import play

    return play(as_lead=arguments.lead)
