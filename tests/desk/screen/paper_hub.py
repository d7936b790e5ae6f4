"""A hub on paper: answers a desk out of its own entries and lets a test make things happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import steady
from console.desk.health import Health
from console.domain.call_events import (
    AcceptCall,
    EndAsked,
    EndCall,
)
from console.domain.floor_events import AlarmSnoozed, SnoozeAlarm, decide_snooze, stream_key
from console.domain.incident_events import IdentityRevealed, RevealIdentity
from console.domain.message_events import (
    MediaOpened,
    MessageTaken,
    OpenMedia,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote, decide_add
from console.domain.script_use import ScriptTouched, TouchScript
from console.domain.wire import CommandAnswer
from tests.desk.core.entries import ME, wire
from tests.desk.screen.paper_asides import PaperAsides

if TYPE_CHECKING:
    from console.desk.wire_errors import Refused
    from console.domain.base import Event
    from console.domain.timeline import Entry
    from console.domain.wire import (
        CommandPost,
        DraftPut,
        EntriesPage,
        IncidentView,
        QueueRow,
        Snapshot,
        Typing,
    )


class PaperHub(PaperAsides):
    """Implements what a desk needs of a link, over the entries of a log."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[CommandPost] = []
        """Every command that arrived, sent again or not."""
        self.words: list[Typing] = []
        self.no: Refused | None = None
        """What every command is answered with, if set."""
        self.newest = 200
        self.asks_next = 1
        """Whether it has to be said what comes next before an incident is let go of."""
        self.snippets: dict[int, str] = {}
        """Incident to what a party last wrote, for the work list."""
        self.asked_older: list[int] = []
        self.kept: dict[tuple[int, str, str], DraftPut] = {}
        """Drafts by incident, box and receiver."""
        self.puts: list[DraftPut] = []
        """Every draft that arrived."""
        self._health_since = steady()
        self.last_heard: float | None = None

    @property
    def health(self) -> Health:
        """Live unless it is away."""
        words = "the hub can't be reached" if self.is_away else "live"
        return Health(
            words=words,
            is_live=not self.is_away,
            since=self._health_since,
            last_heard=self.last_heard,
        )

    async def incident(self, number: int) -> IncidentView:
        """One incident."""
        self._be_there()
        return self.log.view(number, newest=self.newest)

    async def older(self, number: int, before: int) -> EntriesPage:
        """Everything before."""
        self._be_there()
        self.asked_older.append(before)
        return self.log.page(before, number)

    async def find(self, text: str) -> list[QueueRow]:
        """Incidents whose reference holds the text."""
        self._be_there()
        return [row for row in (await self.snapshot()).rows if text.upper() in row.incident.ref]

    async def snapshot(self) -> Snapshot:
        """Everything up to now."""
        self._be_there()
        limits = {"ring_seconds": 20, "hold_warning_seconds": 120, "undo_seconds": 10,
                  "asks_next": self.asks_next}  # fmt: skip
        found = self.log.snapshot()
        rows = [
            row.model_copy(update={"snippet": self.snippets.get(row.incident.number, "")})
            for row in found.rows
        ]
        names = [facts.name for facts in self.facts]
        known = {"queue_limits": limits, "queue_facts": self.facts, "queue_names": names}
        return found.model_copy(update={**known, "rows": rows})

    async def typing(self, word: Typing) -> None:
        """Note who is where."""
        self.words.append(word)

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft."""
        self._be_there()
        self.puts.append(draft)
        self.kept[draft.incident, draft.box, draft.to] = draft

    async def drafts(self) -> list[DraftPut]:
        """The drafts that are kept."""
        self._be_there()
        return list(self.kept.values())

    async def aclose(self) -> None:
        """Nothing is open."""

    async def send(self, post: CommandPost) -> CommandAnswer:
        """Do the few things that these tests wish for; the same id happens once."""
        self._be_there()
        if self.no is not None:
            raise self.no
        first = post.id not in {known.id for known in self.posts}
        self.posts.append(post)
        entries = list(self._do(post)) if first else []
        self.happens(*entries)
        return CommandAnswer(entries=[wire(entry) for entry in entries], now=self.log.now)

    def _do(self, post: CommandPost) -> list[Entry]:
        actor, cause = f"agent:{ME.number}", f"cmd:{ME.number}:{post.id}"

        def commit(stream: str, event: Event, incident: int | None) -> Entry:
            return self.add(stream, event, incident=incident, actor=actor, cause=cause)

        match post.command:
            case AddNote(incident=number) as command:
                key = f"N{len(self.log.entries)}"
                return [commit(f"note/{key}", e, number) for e in decide_add(command, key)]
            case SendText(incident=number, to=to, body=body):
                return [commit(*self.compose("sms", (to,), body), number)]
            case SendMail(incident=number, to=receivers, cc=copied, body=body):
                return [commit(*self.compose("email", receivers, body, copied), number)]
            case TakeBackMessage(id=key):
                return [commit(f"message/{key}", MessageTaken(id=key), 1)]
            case OpenMedia(incident=number, message=key, place=place):
                return [commit(f"message/{key}", MediaOpened(id=key, place=place), number)]
            case AcceptCall(call=call):
                return self.connected(call)
            case RevealIdentity(incident=number, handle=handle, reason=reason):
                seen = IdentityRevealed(handle=handle, reason=reason)
                return [commit(f"incident/{number}", seen, number)]
            case SnoozeAlarm(about=about, queue=queue):
                event = next(iter(decide_snooze({}, post.command, ME.name, self.log.now)), None)
                loud = AlarmSnoozed(about=about, by=ME.name)
                return [commit(f"queue/{stream_key(queue)}", event or loud, None)]
            case TouchScript(incident=number, card=card, version=version, step=step):
                touched = ScriptTouched(card=card, version=version, step=step)
                return [commit(f"incident/{number}", touched, number)]
            case EndCall(call=call):
                return [commit(f"call/{call}", EndAsked(agent=ME.number), 1)]
            case _:
                return []
