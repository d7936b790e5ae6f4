"""Brings a voicemail to this machine and hands it to the player, if there is one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.desk.attachments import keep, sentence, short
from console.desk.kept import expire, name_of
from console.desk.viewer import show
from console.desk.wire_errors import Away, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.session import Session
    from console.domain.voicemail import PlayVoicemail

NO_PLAYER = "to hear it by a key, set [desk] player in config.toml"


async def bring(session: Session, wanted: PlayVoicemail) -> None:
    """Fetch and save it; whatever fails is said in words."""
    session.screen.say("Fetching the voicemail …", "quiet")
    try:
        sound = await session.link.voicemail(wanted.incident, wanted.key)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not played: {sentence(trouble)}", "alarm")
        return
    incident = session.model.incidents.get(wanted.incident)
    found = [f for f in incident.followups if f.key == wanted.key] if incident else []
    until = found[0].keep_until if found else None
    stem = name_of(incident.ref if incident else "", until)
    await asyncio.to_thread(expire, session.settings.attachment_dir)
    path = await keep(session, stem, sound)
    if path is not None:
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
