"""Opens the audio page: the desk gives its address, good once and for a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wire_errors import Away, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session


def open_page(session: Session) -> None:
    """Ask for a code; the address is shown and copied, for the browser may be elsewhere."""
    session.work(_open(session))


async def _open(session: Session) -> None:
    screen = session.screen
    try:
        given = await session.link.audio_code()
    except Refused as refusal:
        screen.say(refusal.message, "warn", about="audio")
        return
    except Away as away:
        screen.say(f"{away.reason}: no audio page now; try again.", "warn", about="audio")
        return
    # After the #, where it reaches no server and no log of one.
    address = f"{session.settings.hub_url.rstrip('/')}/audio#{given.code}"
    screen.app.copy_to_clipboard(address)
    words = f"Copied; open it in your browser within {given.seconds} s: {address}"
    screen.say(words, "good", about="audio", seconds=float(given.seconds))


ACTS: dict[str, Callable[[Session], None]] = {"audio.open": open_page}
