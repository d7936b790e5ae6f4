"""What a desk does with each thing the hub tells while it is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import followed, merged, stopped
from console.desk.caption_feed import caption_done, caption_heard
from console.desk.closing import closed
from console.desk.given import given
from console.desk.notice_line import show_notices
from console.desk.signals import Resync
from console.desk.wire_errors import Away
from console.domain.audio_line import AudioLine
from console.domain.captions import CaptionPart
from console.domain.live_words import LiveWords, ReadAlong
from console.domain.restriction import Restricted
from console.domain.timeline import Entry
from console.domain.wire import DraftNotice, Notice, Typing

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.desk.signals import Signal


async def heard(session: Session, signal: Signal) -> None:
    """Take in one signal of the hub: into the model, and onto the screen."""
    match signal:
        case Entry():
            session.changed(session.model.apply(signal))
            caption_done(session.showing, signal)
            given(session, signal)
            followed.told(session, signal)
            merged.told(session, signal)
            stopped.told(session, signal)
        case CaptionPart():
            caption_heard(session.showing, signal)
        case Restricted():
            closed(session, signal)
        case Typing():
            if session.model.hear(signal):
                session.showing.everything()
        case ReadAlong() | LiveWords():
            session.along.heard(signal)
        case AudioLine():
            session.audio.heard(signal)
            show_notices(session.screen, session.model, session.audio)
        case Notice():
            session.model.notices.hear(signal)
            show_notices(session.screen, session.model, session.audio)
        case DraftNotice(at=at) if session.at_hub is not None:
            session.at_hub.heard(at)
        case Away() if session.at_hub is not None:
            session.at_hub.missed()
        case Resync():
            await session.load()
            session.places.reopen_stale()
        case _:
            pass
