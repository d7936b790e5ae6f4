"""A desk on a real terminal whose every outside word is hostile; run by ``test_hostile.py``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from console.desk.app import DeskApp
from console.desk.boxes import NOTE
from console.desk.wire_errors import Refused
from console.domain.agent import AgentAdded
from console.domain.call_events import CallArrived
from console.domain.incident_events import FlagSet, IncidentOpened
from console.domain.message_events import MessageReceived
from console.domain.note import AddNote, NoteAdded
from console.domain.person import ContactIdentified
from console.domain.wire import Typing
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import settings

PLACES: tuple[str, ...] = (
    "title",
    "flag",
    "name",
    "sms",
    "subject",
    "mail",
    "file",
    "note",
    "visitor",
    "queue",
)
PLACES += ("refusal", "author")


def hostile(place: str) -> str:
    """Every attack at once, with the name of the place where it stands."""
    attacks = (
        "\x1b]0;PWN\x07",
        "\x1b]52;c;UFdO\x07",
        "\x1b]8;;http://pwn.example\x1b\\",
        "\x1b[5mPWN",
    )
    return f"{place}\x9b31m\x1bPq\u202e[red][/][@click=app.quit]{''.join(attacks)}\ud800"


def hub() -> PaperHub:
    """A hub full of it."""
    paper = PaperHub()
    opened = IncidentOpened(number=1, ref="NMK-HN1", handle=ANA, title=hostile("title"))
    paper.add("incident/1", opened)
    paper.add("incident/1", FlagSet(flag=hostile("flag")[:60], note=hostile("flag-note")))
    paper.add(f"contact/{ANA}", ContactIdentified(person=1, name=hostile("name")), incident=None)
    named = AgentAdded(number=4, login="x", name=hostile("author"), role="agent")
    paper.add("agent/4", named, incident=None)
    paper.texted(hostile("sms"))
    mail = MessageReceived.model_validate(
        {
            "channel": "email",
            "sid": "E1",
            "handle": "mailto:x@example.com",
            "to": "help@example.com",
            "subject": hostile("subject"),
            "body": hostile("mail"),
            "media": [{"name": hostile("file"), "content_type": "image/png", "size": 1}],
        }
    )
    paper.add("message/E1", mail)
    paper.add("note/N1", NoteAdded(id="N1", text=hostile("note")), actor="agent:4")
    return paper


async def trouble(app: DeskApp, paper: PaperHub) -> None:
    """Let everything else that is hostile happen, then leave."""
    for _ in range(500):
        if app.session is not None and app.desk.timeline.lines:
            break
        await asyncio.sleep(0.02)
    assert app.session is not None
    session = app.session
    word = {"incident": 1, "agent": 9, "name": hostile("visitor"), "doing": "typing"}
    paper.signal(Typing.model_validate(word))
    arrived = CallArrived(sid="CA1", handle=f"raw:{hostile('raw')}", to="x", queue=hostile("queue"))
    ring = paper.rings()
    paper.happens(ring[0].model_copy(update={"event": arrived}), *ring[1:])
    await asyncio.sleep(1.5)
    paper.no = Refused(hostile("refusal"), "rejected")
    session.give(AddNote(incident=1, text="own"), box=NOTE)
    await asyncio.sleep(1.5)
    app.exit(0)


def main() -> None:
    """Show it."""
    paper = hub()
    app = DeskApp(settings(Path(sys.argv[1])), paper)
    app.call_later(lambda: app.run_worker(trouble(app, paper)))
    app.run()


if __name__ == "__main__":
    main()
