"""Brings a voicemail to this machine and hands it to the player, if there is one."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from console.desk.attachments import short
from console.desk.folders import UnsafeFolder
from console.desk.saved import extension_of, save, stem_of
from console.desk.viewer import show
from console.desk.wire_errors import Away, Refused
from console.domain.sniff import sniff

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.session import Session
    from console.domain.voicemail import PlayVoicemail

log = logging.getLogger(__name__)

NO_PLAYER = "to hear it by a key, set [desk] player in config.toml"


async def bring(session: Session, wanted: PlayVoicemail) -> None:
    """Fetch and save it; whatever fails is said in words."""
    session.screen.say("Fetching the voicemail …", "quiet")
    try:
        sound = await session.link.voicemail(wanted.incident, wanted.key)
    except (Away, Refused) as trouble:
        words = f"{trouble.reason}." if isinstance(trouble, Away) else trouble.message
        session.screen.say(f"Not played: {words}", "alarm")
        return
    incident = session.model.incidents.get(wanted.incident)
    stem = stem_of(f"{incident.ref if incident else ''} voicemail")
    folder, kind = session.settings.attachment_dir, extension_of(sniff(sound))
    try:
        path = await asyncio.to_thread(save, folder, stem, kind, sound)
    except (UnsafeFolder, OSError) as error:
        log.info("voicemail_unsaved", extra={"kind": type(error).__name__})
        session.screen.say(f"Not saved: {error}", "alarm")
        return
    session.saved[str(path)] = f"{path.name} · voicemail"
    play(session, path)


def play(session: Session, path: Path) -> None:
    """Start the player of the configuration: no shell, little environment."""
    if not session.settings.player:
        session.screen.say(f"Saved: {short(path)} · {NO_PLAYER}", "good")
        return
    try:
        show(session.settings.player, path)
    except OSError as error:
        session.screen.say(f"The player did not start: {error.strerror}.", "alarm")
    else:
        session.screen.say(f"Playing {path.name}", "good")
