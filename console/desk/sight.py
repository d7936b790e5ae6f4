"""What the model says about the open incident and my calls, as the screen asks for it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from console.desk.revealed import Revealed
from console.desk.widgets.reply_box import Receiver
from console.desk.widgets.ring_banner import Ring
from console.desk.wording.call import MyCalls
from console.desk.wording.safe_contact import blocked_words
from console.domain.flags import everywhere, forbids_message
from console.domain.person import Contact, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from console.desk.boxes import BoxName
    from console.desk.model import Model
    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.guests import Guest
    from console.domain.incident import Incident
    from console.domain.message import Message
    from console.domain.safe_contact import Way
    from console.domain.sla import ClocksView
    from console.domain.wire import DirectoryEntry, SeenBefore

_CHANNELS: dict[str, BoxName] = {"tel": "sms", "mailto": "email"}
RECENT = 300
"""Messages that are looked at for receivers, attachments and undo."""


class Sight:
    """Readings of the model for one open incident."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.number = 0
        """The open incident; 0 for none."""
        self.earlier: dict[int, SeenBefore] = {}
        """Incident to what else its people have had with us."""
        self.clocks: dict[int, ClocksView] = {}
        """Incident to its clocks as they were last read."""
        self.clocks_of: tuple[object, ...] = ()
        """What they were read for."""
        self.revealed = Revealed(lambda: model.moment())
        self.code_words = Revealed(lambda: model.moment())
        self.hinted: Callable[[], list[tuple[str, str]]] = list
        """Says which cards the words of the open incident call for."""
        self.audio: Callable[[Agent | None], str] = lambda _: ""
        """Says that calls find their way to my browser."""

    @property
    def now(self) -> datetime:
        """The hub's time."""
        return self.model.hub_now(self.model.moment())

    @property
    def incident(self) -> Incident | None:
        """The open incident as it stands."""
        return self.model.whole(self.number)

    @property
    def contacts(self) -> list[Contact]:
        """The addresses of the open incident."""
        known = self.model.names.contacts
        handles = self.incident.handles if self.incident is not None else ()
        opened = self.model.opened.get(self.number)
        calls = opened.scene.calls.values() if opened is not None else ()
        invited = [guest for call in calls for guest in call.guests.values()]
        return [
            named(known.get(handle) or Contact(handle=handle), self.model.directory, invited)
            for handle in handles
        ]

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
        me, call, wrap = model.me, model.my_call(), model.my_wrap()
        incident = model.incidents.get(wrap.incident) if wrap is not None else None
        return MyCalls(
            model.my_offer(),
            call,
            wrap,
            me=me.number if me else 0,
            presence=me.presence if me else "",
            presence_until=me.presence_until if me else None,
            following=(me.next_presence or "") if me else "",
            is_hard=call is None and incident is not None and incident.severity == "critical",
            no_message=self._leaves_no_message(call),
            audio=self.audio(me),
        )

    def _leaves_no_message(self, call: Call | None) -> bool:
        """Whether a flag of the incident I ring somebody of forbids to speak to a machine."""
        incident = self.model.incidents.get(call.incident) if call is not None else None
        known = self.model.names.contacts.get(call.handle) if call is not None else None
        if known is not None and known.safe is not None and not known.safe.voicemail:
            return True
        parties = [known] if known is not None else []
        return incident is not None and forbids_message(everywhere(incident, parties, self.now))

    def undoable(self) -> Message | None:
        """The message that leaves last and can still be taken back."""
        waiting = [m for m in self.messages if m.can_take_back and m.due and m.due > self.now]
        return max(waiting, key=lambda m: cast("datetime", m.due)) if waiting else None

    def receivers(self) -> list[Receiver]:
        """Whom the open incident can be answered to; who wrote last comes first."""
        inbound = [m.handle for m in self.messages if m.inbound]
        last = {handle: n for n, handle in reversed(list(enumerate(inbound)))}
        threads = {m.handle: m.subject for m in reversed(self.messages) if m.inbound and m.subject}
        found = []
        for contact in self.contacts:
            channel = _CHANNELS.get(contact.handle.partition(":")[0])
            if channel is not None:
                is_stopped = contact.opted_out and channel == "sms"
                blocked = "STOPPED: may not be texted" if is_stopped else self._unsafe(contact)
                thread = threads.get(contact.handle, "")
                found.append(Receiver(channel, contact.handle, contact.name, blocked, thread))
        return sorted(found, key=lambda one: last.get(one.handle, RECENT))

    def _unsafe(self, contact: Contact) -> str:
        """Why somebody may not be written to now, by their card."""
        way: Way = "text" if contact.handle.startswith("tel:") else "mail"
        return blocked_words(contact, way, self.number, self.now)

    def ring(self) -> Ring | None:
        """The call that rings for me, with what is known."""
        call = self.model.my_offer()
        if call is None:
            return None
        known = self.model.names.contacts.get(call.handle)
        return Ring(call, known, self.model.incidents.get(call.incident))


def named(
    contact: Contact, directory: Iterable[DirectoryEntry], invited: Iterable[Guest] = ()
) -> Contact:
    """Give a number its name of the directory, or the one it was asked into a call by.

    Only until somebody says whose it is.
    """
    if contact.name:
        return contact
    number = contact.handle.removeprefix("tel:")
    listed = (f"{one.name} ({one.kind})" for one in directory if one.number == number)
    unnamed = ("", masked(contact.handle))
    asked = (
        f"{one.name} (asked in)" for one in invited if one.to == number and one.name not in unnamed
    )
    name = next(listed, None) or next(asked, None)
    return contact.model_copy(update={"name": name}) if name else contact
