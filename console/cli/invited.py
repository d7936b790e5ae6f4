"""The agent's side of an invitation: exchange it for a token that only their own account reads."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, say

if TYPE_CHECKING:
    from console.config import Settings
    from console.own_settings import OwnSettings

ASK = "Invitation (it is not shown): "
TIMEOUT_SECONDS = 10.0


def take_invitation(settings: Settings | OwnSettings) -> None:
    """Ask for the invitation and keep what it gives. Raises Problem or NotPrivate."""
    import getpass

    from console.private import write_private

    is_asked = sys.stdin.isatty()
    code = (getpass.getpass(ASK) if is_asked else sys.stdin.readline()).strip()
    if not code:
        raise Problem("There is no invitation to exchange; ask an admin for one.")
    token = exchanged(settings.desk.hub_url, code)
    write_private(settings.desk.token_path, token + "\n")
    say(f"Your token is in {settings.desk.token_path}.")


def exchanged(hub_url: str, code: str) -> str:
    """Give the token for an invitation. Raises Problem."""
    import httpx

    try:
        answer = httpx.post(
            f"{hub_url.rstrip('/')}/api/invitations",
            json={"code": code},
            timeout=TIMEOUT_SECONDS,
            follow_redirects=False,
        )
        found = answer.json()
        if answer.status_code == 200:
            return str(found["token"])
        words = str(found["error"]["message"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise Problem(f"The hub at {hub_url} can't be reached, or does not answer.") from None
    raise Problem(words)
