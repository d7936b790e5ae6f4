"""The reply box: whom it reaches stands in its border, and each channel has its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.widgets.box import Box
from console.desk.widgets.words import content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.widgets.box import BoxName
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

    @property
    def words(self) -> str:
        """Whom the box reaches: ``TO +1…31 SMS``, ``TO ana@… EMAIL``."""
        address = self.handle.partition(":")[2]
        if self.channel == "email":
            return f"TO {address.partition('@')[0][:MASKED_LOCAL]}@… EMAIL"
        return f"TO {address[:2]}…{address[-2:]} SMS"


class ReplyBox(Box):
    """Changing the receiver never carries words along: each channel keeps its own."""

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
        """False when words came back after a restart and there are several to send them to."""
        self.subject = ""
        self.send_key = ""
        self._texts: dict[BoxName, str] = {}
        self._owners: dict[BoxName, str] = {}
        """Whom the words of a channel are meant for: a handle."""

    def on_mount(self) -> None:
        """Say what it is before anything else."""
        self.reword()

    def offer(self, receivers: Sequence[Receiver], texts: dict[BoxName, str]) -> None:
        """Write to somebody else: another incident, with its own drafts."""
        self.receivers, self._texts, self.subject = tuple(receivers), dict(texts), ""
        self._owners = {}
        drafted = [one for one in receivers if texts.get(one.channel)]
        self.receiver = next(iter((*drafted, *receivers)), None)
        channel = self.receiver.channel if self.receiver is not None else "sms"
        self.sure = sum(one.channel == channel for one in drafted) < 2
        self._swap(channel)

    def update(self, receivers: Sequence[Receiver]) -> None:
        """The same incident: what is known of its parties may have changed."""
        was, self.receivers = self.receiver, tuple(receivers)
        if was is None:
            if receivers:
                self.offer(receivers, {**self._texts, self.box: self.text})
            return
        same = [r for r in receivers if (r.channel, r.handle) == (was.channel, was.handle)]
        if same or not self.text:
            self.receiver = next(iter((*same, *receivers)), None)
            self.box = self.receiver.channel if self.receiver is not None else self.box
        self.reword()

    def next_receiver(self) -> str:
        """Go to the next receiver; gives the reason when that can't be.

        Words are never carried along: who was to get those of a channel keeps them.
        """
        if not self.receivers:
            return "Nobody of this incident can be written to yet."
        self._remember()
        at = self.receivers.index(self.receiver) if self.receiver in self.receivers else -1
        order = (*self.receivers[at + 1 :], *self.receivers[: max(at, 0)])
        free = [one for one in order if self._owners.get(one.channel, one.handle) == one.handle]
        if not free:
            if self.text.strip():
                return f"These words are meant {self.words.lower()}. Send or delete them first."
            return "There is nobody else to write to."
        self.receiver, self.sure = free[0], True
        self._swap(free[0].channel)
        return ""

    def _remember(self) -> None:
        self._texts[self.box] = self.text
        self._owners.pop(self.box, None)
        if self.text.strip() and self.receiver is not None and self.sure:
            self._owners[self.box] = self.receiver.handle

    def address(self, receiver: Receiver, text: str) -> None:
        """Write these words to this receiver: a message that was taken back."""
        self._remember()
        self._texts[receiver.channel] = text
        self.receiver, self.sure = receiver, True
        self._swap(receiver.channel)

    def _swap(self, channel: BoxName) -> None:
        self.box = channel
        self.put(self._texts.get(channel, ""))

    @property
    def words(self) -> str:
        """Whom the box reaches."""
        if self.receiver is None:
            return "NO ONE TO REPLY TO"
        return self.receiver.words if self.sure else f"TO ? {self.receiver.channel.upper()}"

    def reword(self) -> None:
        """Show whom the words reach, and what they cost."""
        receiver = self.receiver
        parts: Parts = [(self.words, "reply")]
        if receiver and receiver.name and self.sure:
            parts.append((f" · {receiver.name}", "quiet"))
        blocked = receiver.blocked if receiver else ""
        self.set_class(bool(blocked), "-blocked")
        if blocked:
            parts.append((f" · {blocked}", "alarm"))
        self.title(parts)
        self._show_cost()

    def _show_cost(self) -> None:
        key = (self.send_key, "key")
        if self.box == "email":
            subject = f"  Subject: {self.subject or 'as in the thread'}"
            self.foot.show([key, (subject, "quiet")])
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


def _segments(count: int) -> str:
    return f"{count} segment{'' if count == 1 else 's'}"
