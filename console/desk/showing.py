"""What of the model is on the screen: repainted soon after it changed, and only what changed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

from console.desk.call_words import MyCalls, call_clock, call_words
from console.desk.clock import seconds_between
from console.desk.visitors import in_words
from console.desk.widgets.reply_box import Receiver
from console.desk.widgets.ring_banner import Ring
from console.domain.person import Contact

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.model import Changes, Model
    from console.desk.screens.desk import DeskScreen
    from console.desk.widgets.box import BoxName
    from console.desk.widgets.words import Parts
    from console.domain.incident import Incident
    from console.domain.message import Message

Area = Literal["rows", "incident", "calls"]
_ALL: frozenset[Area] = frozenset({"rows", "incident", "calls"})
_CHANNELS: dict[str, BoxName] = {"tel": "sms", "mailto": "email"}

RECENT = 300
"""Messages that are looked at for receivers, attachments and undo."""


class Showing:
    """Reads the model and tells the widgets; knows nothing of the wire."""

    def __init__(self, model: Model, screen: DeskScreen) -> None:
        self.model, self.screen = model, screen
        self.number = 0
        """The open incident; 0 for none."""
        self._due: set[Area] = set()

    @property
    def now(self) -> datetime:
        """The hub's time."""
        return self.model.hub_now(self.model.moment())

    @property
    def incident(self) -> Incident | None:
        """The open incident as it stands."""
        return self.model.incidents.get(self.number)

    @property
    def contacts(self) -> list[Contact]:
        """The addresses of the open incident."""
        known = self.model.names.contacts
        handles = self.incident.handles if self.incident is not None else ()
        return [known.get(handle) or Contact(handle=handle) for handle in handles]

    @property
    def messages(self) -> list[Message]:
        """The last texts and mails of the open incident, newest first."""
        opened = self.model.opened.get(self.number)
        return list(islice(reversed(opened.scene.messages.values()), RECENT)) if opened else []

    def message(self, key: str) -> Message | None:
        """One text or mail of the open incident."""
        opened = self.model.opened.get(self.number)
        return opened.scene.messages.get(key) if opened else None

    @property
    def my_calls(self) -> MyCalls:
        """What I have to do with calls now."""
        model = self.model
        presence = model.me.presence if model.me else ""
        return MyCalls(model.my_offer(), model.my_call(), model.my_wrap(), presence)

    def undoable(self) -> Message | None:
        """The message that leaves last and can still be taken back."""
        waiting = [m for m in self.messages if m.can_take_back and m.due and m.due > self.now]
        return max(waiting, key=lambda m: cast("datetime", m.due)) if waiting else None

    def apply(self, changes: Changes) -> None:
        """Show lines at once, the rest with the next refresh."""
        timeline = self.screen.timeline
        if changes.incident == self.number and self.number:
            timeline.feed(changes.lines)
            if changes.gone:
                timeline.flush()
            for key in changes.gone:
                timeline.drop(key)
            self._due.add("incident")
        if changes.incidents or changes.missing:
            self._due.add("rows")
            self._due |= {"incident"} if self.number in changes.incidents else set()
        if changes.mine or changes.agents:
            self._due |= _ALL

    def everything(self) -> None:
        """Show all anew with the next refresh."""
        self._due |= _ALL

    def refresh(self) -> bool:
        """Show what is due; tells whether anything was."""
        due, self._due = self._due, set()
        if "rows" in due:
            self._rows()
        if "incident" in due:
            self._incident()
        if "calls" in due or "incident" in due:
            self.calls()
        return bool(due)

    def _rows(self) -> None:
        rows = self.model.rows()
        self.screen.queue.show(rows, self.now, self.number)
        waits = sum(row.incident.unanswered > 0 for row in rows)
        words: Parts = [(f"MY WORK · {len(rows)}", "quiet")]
        if waits:
            words.append((f"  {waits} unanswered", "warn"))
        self.screen.show_work(words)

    def _incident(self) -> None:
        incident = self.incident
        if incident is None:
            return
        here = list(in_words(self.model.here(self.number)))
        me = self.model.me.number if self.model.me else 0
        self.screen.header.show_incident(incident, self.now, here, me)
        self.screen.parties.show_parties(incident, self.contacts, self.messages, self.now)
        self.screen.reply.update(self.receivers())

    def receivers(self) -> list[Receiver]:
        """Whom the open incident can be answered to; who wrote last comes first."""
        inbound = [m.handle for m in self.messages if m.inbound]
        last = {handle: n for n, handle in reversed(list(enumerate(inbound)))}
        found = []
        for contact in self.contacts:
            channel = _CHANNELS.get(contact.handle.partition(":")[0])
            if channel is not None:
                blocked = "STOPPED: may not be texted" if contact.opted_out else ""
                blocked = blocked if channel == "sms" else ""
                found.append(Receiver(channel, contact.handle, contact.name, blocked))
        return sorted(found, key=lambda one: last.get(one.handle, RECENT))

    def calls(self) -> None:
        """Show the call bar, and the clock of the note box."""
        mine, limit = self.my_calls, self.model.limits.get("hold_warning_seconds", 120)
        words = call_words(mine, self.now, hold_warning_seconds=limit)
        self.screen.calls.show_call([(text, loud) for text, loud in words])
        call = mine.call or mine.wrap
        here = call is not None and call.incident == self.number and mine.call is not None
        self.screen.note.tick(call_clock(call, self.now) if here else None)

    def ring(self) -> Ring | None:
        """The call that rings for me, with what is known."""
        call = self.model.my_offer()
        if call is None:
            return None
        known = self.model.names.contacts.get(call.handle)
        return Ring(call, known, self.model.incidents.get(call.incident))

    def undo_words(self) -> Parts:
        """How long a message can still be taken back; empty when there is none."""
        message = self.undoable()
        if message is None:
            return []
        left = seconds_between(self.now, message.due)
        return [(f"Leaves in {left} s", "warn"), (" — undo send takes it back", "quiet")]
