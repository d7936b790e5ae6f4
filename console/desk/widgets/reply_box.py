"""The reply box: whom it reaches stands in its border, and each receiver has their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk import boxes
from console.desk.boxes import Written
from console.desk.copies import Copies
from console.desk.widgets.box import Box
from console.desk.widgets.words import content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.desk.boxes import BoxName
    from console.desk.widgets.words import Parts

MASKED_LOCAL = 12
"""Characters of a mail address that are shown before its domain is cut off."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who can be written to on one channel."""

    channel: BoxName
    handle: str
    name: str = ""
    blocked: str = ""
    """Why they must not be written to; empty when they may."""
    thread: str = ""
    """Subject of their newest mail."""

    @property
    def key(self) -> boxes.Box:
        """Where the words for them are kept."""
        return boxes.Box(self.channel, self.handle)

    @property
    def words(self) -> str:
        """Whom the box reaches: ``TO +1…31 SMS``, ``TO ana@… EMAIL``."""
        address = self.handle.partition(":")[2]
        if self.channel == "email":
            return f"TO {address.partition('@')[0][:MASKED_LOCAL]}@… EMAIL"
        return f"TO {address[:2]}…{address[-2:]} SMS"


class ReplyBox(Box):
    """Changing the receiver never carries words along: each receiver keeps their own."""

    DEFAULT_CSS = """
    ReplyBox { border: heavy $reply 50%; background: $reply 3%; }
    ReplyBox:focus-within { border: heavy $reply; background: $reply 7%; }
    ReplyBox.-blocked { border: heavy $error; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__("sms", id=id)
        self.receivers: tuple[Receiver, ...] = ()
        self.receiver: Receiver | None = None
        self.sure = True
        """False when it is not known which of several receivers the words are for."""
        self.subject = ""
        self.copies = Copies()
        self.send_key = ""
        self.drafts: dict[boxes.Box, Written] = {}
        """What was written to others, and words that nobody has been chosen for."""

    def on_mount(self) -> None:
        """Say what it is before anything else."""
        self.reword()

    def offer(self, receivers: Sequence[Receiver], drafts: Mapping[boxes.Box, Written]) -> None:
        """Write to somebody else: another incident, with its own drafts."""
        self.receivers, self.subject = tuple(receivers), ""
        self.drafts = {key: draft for key, draft in drafts.items() if draft.text}
        drafted = [one for one in receivers if one.key in self.drafts]
        loose = [one for one in receivers if boxes.Box(one.channel) in self.drafts]
        self._turn_to(next(iter((*drafted, *loose, *receivers)), None))
        theirs = [one for one in loose if one.channel == self.box]
        if self.receiver is None or self.kept_as == self.receiver.key:
            return
        if len(theirs) == 1:
            self.settle()
        else:
            self.sure = False
            self.reword()

    def update(self, receivers: Sequence[Receiver]) -> None:
        """The same incident: what is known of its parties may have changed."""
        was, self.receivers = self.receiver, tuple(receivers)
        if was is None:
            if receivers:
                self.offer(receivers, {**self.drafts, self.kept_as: self.written})
            return
        same = [r for r in receivers if r.key == was.key]
        if same:
            self.receiver = same[0]
        elif not self.text:
            self._turn_to(next(iter(receivers), None))
        self.reword()

    def next_receiver(self) -> str:
        """Go to the next receiver; gives the reason when that can't be.

        Words are never carried along, but those that were meant for nobody yet.
        """
        if not self.receivers:
            return "Nobody of this incident can be written to yet."
        if not self.sure:
            self.sure = True
            self.reword()
            return ""
        at = self.receivers.index(self.receiver) if self.receiver in self.receivers else -1
        order = (*self.receivers[at + 1 :], *self.receivers[: max(at, 0)])
        if not order:
            return "There is nobody else to write to."
        self.drafts[self.kept_as] = self.written
        self._turn_to(order[0])
        return ""

    def address(self, receiver: Receiver, text: str) -> None:
        """Write these words to this receiver: a message that was taken back."""
        self.drafts[self.kept_as] = self.written
        self.drafts[receiver.key] = Written(text)
        self._turn_to(receiver)

    def _turn_to(self, receiver: Receiver | None) -> None:
        self.receiver, self.sure = receiver, True
        self.box = receiver.channel if receiver is not None else "sms"
        loose = boxes.Box(self.box)
        own = receiver.key if receiver is not None else loose
        # Words that nobody was chosen for yet are offered to everybody who has none.
        is_own = bool(self.drafts.get(own, Written()).text) or loose not in self.drafts
        self.kept_as = own if is_own else loose
        self.put(*self.drafts.get(self.kept_as, Written()))

    def settle(self) -> None:
        """Who is written to now gets these words, if that is clear."""
        if self.receiver is not None and self.sure and self.kept_as != self.receiver.key:
            self.drafts.pop(self.kept_as, None)
            self.kept_as = self.receiver.key

    @property
    def words(self) -> str:
        """Whom the box reaches."""
        if self.receiver is None:
            return "NO ONE TO REPLY TO"
        return self.receiver.words if self.sure else f"TO ? {self.receiver.channel.upper()}"

    def reword(self) -> None:
        """Show whom the words reach, and what they cost."""
        receiver = self.receiver
        parts: Parts = [(self.words, "reply"), *self._copied()]
        if receiver and receiver.name and self.sure:
            parts.append((f" · {receiver.name}", "quiet"))
        blocked = receiver.blocked if receiver else ""
        self.set_class(bool(blocked), "-blocked")
        if blocked:
            parts.append((f" · {blocked}", "alarm"))
        self.title(parts)
        self._show_cost()

    def _copied(self) -> Parts:
        """Who is in copy; a mail never hides it, and a text has none."""
        if self.receiver is None or self.receiver.channel != "email" or not self.sure:
            return []
        bound = self.incident, self.receiver.handle
        gone = [(" · NOBODY GETS IT", "alarm")] if self.copies.is_for_nobody(bound) else []
        loud = "reply" if self.copies.of(bound) else "quiet"
        return [*gone, (f" · {self.copies.words(bound)}", loud)]

    def _show_cost(self) -> None:
        key = (self.send_key, "key")
        if self.box == "email":
            subject = _subject(self.subject, self.receiver)
            self.foot.show([key, (f" sends · Subject: {subject}", "quiet")])
            self.border_subtitle = None
            return
        if not self.text:
            self.foot.show([key, (f" sends {self.words.lower()}", "quiet")])
            self.border_subtitle = None
            return
        # Loaded with the first text: the first paint does not wait for it.
        from console.domain.segments import measure

        found = measure(self.text)
        parts: Parts = [key, (f"  {_segments(found.count)} · {found.left} left · ", "quiet")]
        parts.append((found.encoding, "quiet"))
        if found.forced_by:
            parts.append((f" because of {' '.join(found.forced_by[:6])}", "warn"))
        self.foot.show(parts)
        plain = measure(found.plain)
        cheaper = bool(found.forced_by) and not plain.forced_by
        offer = content([(f"in plain characters: {_segments(plain.count)}", "warn")])
        self.border_subtitle = offer if cheaper else None


def _subject(written: str, receiver: Receiver | None) -> str:
    """The subject that a mail will have, but for our reference in it."""
    thread = receiver.thread if receiver is not None else ""
    if written or not thread:
        return written or "Your report"
    return thread if thread.lower().startswith("re:") else f"Re: {thread}"


def _segments(count: int) -> str:
    return f"{count} segment{'' if count == 1 else 's'}"
