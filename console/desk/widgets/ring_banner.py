"""The alert of an incoming call: full width, over every screen, with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.key_names import shown
from console.desk.widgets.words import Words
from console.desk.wording.attestation import attestation_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from console.desk.widgets.words import Parts
    from console.domain.call_state import Call
    from console.domain.incident import Incident
    from console.domain.person import Contact


LANGUAGES = {"es": "SPEAKS SPANISH"}
"""What whoever answers has to know before they say the first word."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A call that rings for me, and what we know of who rings."""

    call: Call
    contact: Contact | None
    incident: Incident | None


class RingBanner(Words):
    """There only while something rings."""

    DEFAULT_CSS = """
    RingBanner {
        dock: top; layer: alarm; height: 4; width: 100%; padding: 0 2;
        background: $alarm; color: $on-alarm; text-style: bold; display: none;
        border-bottom: heavy $on-alarm;
    }
    RingBanner.-ringing { display: block; }
    """

    def __init__(self, *, is_covered: bool = False) -> None:
        super().__init__()
        self._is_covered = is_covered
        """Whether whoever walks by may read it: it names nobody then."""

    def ring(
        self, ring: Ring | None, now: datetime, keys: Mapping[str, str], *, is_test: bool = False
    ) -> None:
        """Show the card of a call, or that this is a test, or nothing."""
        self.set_class(ring is not None or is_test, "-ringing")
        if ring is None and is_test:
            self.show(_test(now))
        elif ring is not None:
            self.show(_covered(ring, now) if self._is_covered else _card(ring, now, keys))


def _test(now: datetime) -> Parts:
    flashing = "◆" if now.second % 2 else "◇"
    first = f"{flashing} TEST OF MY ALERT   nobody rings"
    second = "A call looks and sounds like this, every three seconds, until it is taken."
    return [(f"{first}\n{second}", "text")]


def _covered(ring: Ring, now: datetime) -> Parts:
    flashing = "◆" if now.second % 2 else "◇"
    waited = spell(seconds_between(ring.call.queued_at or ring.call.arrived_at, now))
    return [(f"{flashing} INCOMING CALL   waited {waited}\nUnlock the desk to take it.", "text")]


def _card(ring: Ring, now: datetime, keys: Mapping[str, str]) -> Parts:
    # Loaded with the first call: the first paint does not wait for it.
    from console.desk.wording.safe_contact import one_line
    from console.domain.flags import everywhere
    from console.domain.person import masked

    call, contact = ring.call, ring.contact
    waited = spell(seconds_between(call.queued_at or call.arrived_at, now))
    flashing = "◆" if now.second % 2 else "◇"
    accept, decline = (shown(keys.get(f"call.{name}", "")) for name in ("accept", "decline"))
    what = "INCOMING CALL"
    if call.callback is not None:
        what = f"CALLBACK attempt {call.callback.attempt} of {call.callback.most}"
    take, leave = "accept", "decline"
    if call.transfer is not None:
        what = f"HANDOFF FROM {clean_line(call.transfer.by_name)}"
        take, leave = "read the card", "refuse"
    first = f"{flashing} {what}   {accept} {take}   {decline} {leave}   waited {waited}"
    name = clean_line(contact.name) if contact and contact.name else "no match"
    attested = attestation_words(call.attestation)
    speaks = f" · {LANGUAGES[call.language]}" if call.language in LANGUAGES else ""
    queue = f"queue {clean_line(call.queue)}{speaks}"
    second = f"{masked(call.handle)} · {name} · {attested} · {queue}"
    others = len({*contact.open} - {call.incident}) if contact else 0
    known = f"{others or 'no'} other open incident{'' if others == 1 else 's'}"
    past = f"{contact.past} earlier" if contact and contact.past else "not seen before"
    parties = [contact] if contact is not None else []
    standing = everywhere(ring.incident, parties, now) if ring.incident is not None else ()
    flags = [clean_line(flag.flag) for flag in standing]
    third = f"{known} · {past} · flags: {', '.join(flags) if flags else 'none'}"
    if contact is not None and contact.safe is not None:
        third = f"SAFE TO CONTACT: {clean_line(one_line(contact.safe, now))} · {third}"
    return [(f"{first}\n{second}\n{third}", "text")]
