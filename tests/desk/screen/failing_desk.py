"""``console desk`` in front of a hub on paper, with a failure in it; run by ``test_leaving.py``.

Its argument says how it fails when ``NOW`` is typed: with everything personal at hand.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from console.__main__ import main
from console.desk import link
from console.desk.hearing import DeskHearing
from tests.desk.screen.paper_hub import PaperHub

if TYPE_CHECKING:
    from console.desk.app import DeskApp
    from console.desk.widgets.box import Box

SECRET = "Ana Ruiz, 12 Elm Street"


class Painted(Exception):
    """An error that would show itself in colours."""

    def __rich__(self) -> str:
        return f"[red]{self}"


def paper(*_: object, **__: object) -> PaperHub:
    """One incident with a text in it."""
    hub = PaperHub()
    hub.opened()
    hub.texted(SECRET)
    return hub


def break_down(app: DeskHearing, words: str) -> None:
    """Fail."""

    def fail() -> None:
        written = words
        raise ValueError(written, SECRET)

    match sys.argv[1]:
        case "key":
            fail()
        case "painted":
            raise Painted(words)
        case "later":
            app.set_timer(0.01, fail)
        case "panic":
            app.panic(words)
        case "thread":
            thread = threading.Thread(target=fail)
            thread.start()
            thread.join()
            app.exit(0)
        case _:
            pass


def run() -> int:
    """Show it until it fails or is ended."""
    typed = DeskHearing.on_box_typed

    def on_box_typed(app: DeskApp, event: Box.Typed) -> None:
        typed(app, event)
        if "NOW" in event.text:
            break_down(app, event.text)

    DeskHearing.on_box_typed = on_box_typed  # type: ignore[assignment, method-assign]
    link.Link = paper  # type: ignore[assignment, misc]
    return main(["desk"])


if __name__ == "__main__":
    sys.exit(run())
