"""``console hub``: the one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import command, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Run the hub: webhooks in, desks served, messages and calls out"
ASK_SECONDS = 2.0


def add(commands: Commands) -> None:
    """Declare the command."""
    command(commands, "hub", run, ABOUT)


def run(arguments: Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C. Raises ConfigError or HubRefused."""
    from console import logs, starting

    starting.begin()
    from console.config import check_hub
    from console.private import keep_to_ourselves

    keep_to_ourselves()
    settings = settings_of(arguments)
    check_hub(settings)
    logs.to_stream(settings.logs.level)

    from console.hub.serve import run as serve

    return serve(with_practice_key(settings))


def with_practice_key(settings: Settings) -> Settings:
    """Trust the mail reports of the simulator, which makes a new key at each start.

    Only when hub and simulator are on this computer and no key is configured. A simulator that
    starts after the hub is not believed: the log says so.
    """
    mail = settings.sendgrid
    if not settings.credentials.is_practice or mail.event_public_key:
        return settings
    import json
    import logging
    from urllib.request import ProxyHandler, build_opener

    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{mail.api_base}/__sim/state", timeout=ASK_SECONDS) as answer:
            key = json.load(answer)["mail_public_key"]
    except (OSError, ValueError, KeyError):
        why = "start console simulator first, then the hub"
        logging.getLogger(__name__).warning("practice_mail_reports_refused", extra={"why": why})
        return settings
    return settings.model_copy(
        update={"sendgrid": mail.model_copy(update={"event_public_key": str(key)})}
    )
