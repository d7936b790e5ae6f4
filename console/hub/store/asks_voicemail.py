"""What messages of callers ask for: to be found if nobody tells of them, and to be deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.followup import FollowupOpened
from console.domain.voicemail import VoicemailEmpty, sid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.call_state import Call
    from console.domain.timeline import Entry

FIND, DELETE = "voicemail.find", "voicemail.delete"


def retention_of(entry: Entry) -> Iterator[tuple[float, dict[str, object]]]:
    """Give when a message is to be deleted, at its date or an empty one at once, and which."""
    match entry.event:
        case FollowupOpened(what="voicemail", key=key, recording=url, keep_until=until) if (
            url and until is not None
        ):
            yield until.timestamp(), {"key": key, "sid": sid_of(url)}
        case VoicemailEmpty(key=key, recording=sid) if sid:
            yield entry.at.timestamp(), {"key": key, "sid": sid}
        case _:
            return


def may_have_left_one(call: Call) -> bool:
    """Whether a caller who is gone was asked to speak after the tone."""
    return call.aside == "voicemail" or call.turned_away != ""
