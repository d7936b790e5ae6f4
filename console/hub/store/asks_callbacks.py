"""What callbacks ask for: the next attempt, after a pause; and to know if a machine answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.callbacks import number_of, pause_before
from console.domain.followup import FollowupTried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.call_state import Call
    from console.domain.timeline import Entry
    from console.hub.store.policy import Policy


def attempt_after(entry: Entry, policy: Policy) -> Iterator[tuple[float, dict[str, object]]]:
    """Give when to try again, and what; one that was made by hand asks for nothing."""
    match entry.event:
        case FollowupTried(attempt=attempt, is_last=False) as tried if attempt:
            again = attempt + int(tried.is_counted)
            pause = pause_before(again, policy.callback_seconds) if tried.is_counted else None
            due = entry.at + pause if pause is not None else entry.at
            number = number_of(tried.call) + 1
            yield due.timestamp(), {"of": tried.key, "number": number, "attempt": again}
        case _:
            return


def is_to_be_detected(call: Call, policy: Policy) -> bool:
    """Whether it is worth its price to ask whether a machine answers a call of ours."""
    if policy.detect_machines == "callbacks":
        return call.callback is not None or call.is_redial or call.is_silent
    return policy.detect_machines == "all"
