"""Brings an opened attachment to this machine: fetched, saved, shown to nobody by itself."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk.folders import UnsafeFolder
from console.desk.saved import OTHER, extension_of, save, stem_of
from console.desk.viewer import show
from console.desk.wire_errors import Away, Refused
from console.desk.wording.media import item_words, size_words, truth_words
from console.domain.sniff import sniff

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.message_events import MediaItem, OpenMedia

log = logging.getLogger(__name__)

NO_VIEWER = "to see it by a key, set [desk] viewer in config.toml"
NOT_SHOWN = "No viewer is given files of this kind. Where it lies: "


async def bring(session: Session, opened: OpenMedia) -> None:
    """Fetch what was opened and say where it lies; whatever fails is said in words."""
    known = session.model.opened.get(opened.incident)
    message = known.scene.messages.get(opened.message) if known else None
    if message is None or opened.place >= len(message.media):
        return
    item = message.media[opened.place]
    session.screen.say(f"Fetching {item_words(item)} …", "quiet")
    try:
        content = await session.link.media(opened.incident, opened.message, opened.place)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not opened: {sentence(trouble)}", "alarm")
        return
    await _keep(session, opened, item, content)


async def _keep(session: Session, opened: OpenMedia, item: MediaItem, content: bytes) -> None:
    incident = session.model.incidents.get(opened.incident)
    stem = stem_of(f"{incident.ref if incident else ''} {stem_of(item.name)}")
    path = await keep(session, stem, content)
    if path is None:
        return
    truth, is_true = truth_words(item, sniff(content))
    size = size_words(len(content))
    session.saved[str(path)] = f"{path.name} · {truth} · {size}"
    if is_true:
        session.screen.say(f"Saved: {short(path)} · {truth} · {size}", "good")
    else:
        session.screen.say(f"{truth} · saved: {short(path)} · {size}", "alarm")


async def keep(session: Session, stem: str, content: bytes) -> Path | None:
    """Save what was fetched under a safe name; None, and why in words, when it can't be."""
    folder, extension = session.settings.attachment_dir, extension_of(sniff(content))
    try:
        return await asyncio.to_thread(save, folder, stem, extension, content)
    except (UnsafeFolder, OSError) as error:
        log.info("file_unsaved", extra={"kind": type(error).__name__})
        session.screen.say(f"Not saved: {error}", "alarm")
        return None


def sentence(trouble: Away | Refused) -> str:
    """What went wrong, with its full stop."""
    return f"{trouble.reason}." if isinstance(trouble, Away) else trouble.message


def short(path: Path) -> str:
    """A path as people write it."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def view(session: Session, chosen: str) -> None:
    """Show a saved file with the viewer of the configuration: the second, explicit step."""
    path = Path(chosen)
    if not session.settings.viewer:
        session.screen.say(f"{short(path)} · {NO_VIEWER}", "quiet")
        return
    if path.suffix == OTHER:
        session.screen.say(f"{NOT_SHOWN}{short(path)}", "warn")
        return
    try:
        show(session.settings.viewer, path)
    except OSError as error:
        session.screen.say(f"The viewer did not start: {error.strerror}.", "alarm")
    else:
        session.screen.say(f"Given to the viewer: {path.name}", "good")
