"""Work of people who went home: what counts as left, and how it goes back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.incident import Incident, evolve_incident
from console.domain.left_work import decide_return, is_gone, is_left

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SAM = Agent(number=1, name="Sam Lee", presence="offline")
OPEN = Incident(number=1, status="open", owner=1, unanswered=1, waiting_since=AT)


@pytest.mark.parametrize("state", ["offline", "lost"])
def test_what_is_given_back_keeps_its_wait(state: str) -> None:
    gone = SAM.model_copy(update={"presence": state})
    (back,) = decide_return(gone, OPEN, "Lee Park")
    after = evolve_incident(OPEN, back, AT)
    assert (after.owner, after.waiting_since, after.unanswered) == (None, AT, 1)
    assert "Lee Park" in str(back.model_dump()["reason"])


def test_nothing_is_taken_from_who_is_at_work() -> None:
    with pytest.raises(Rejected, match="at work"):
        decide_return(SAM.model_copy(update={"presence": "break"}), OPEN, "Lee")


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "solved"},
        {"status": "closed"},
        {"parked_at": AT},
        {"live_calls": ("CA1",)},
        {"owner": 2},
    ],
)
def test_what_is_done_put_aside_or_talked_about_stays(facts: dict[str, object]) -> None:
    kept = OPEN.model_copy(update=facts)
    assert not is_left(kept, 1)
    assert decide_return(SAM, kept, "Lee") == []


def test_a_closed_account_is_gone_whatever_its_presence() -> None:
    assert is_gone(Agent(number=1, presence="available", disabled=True))
