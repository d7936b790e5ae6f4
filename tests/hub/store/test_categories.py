"""What kind of incident it is, through the record door: limits hold, and a change says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.base import Rejected
from console.domain.categories import Kind, Tree
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory, SetSeverity
from tests.hub.store.shift import ANA, POLICY, shift


async def test_a_kind_is_needed_to_close_changes_with_a_reason_and_holds_its_limits(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        with pytest.raises(Rejected, match="a category"):
            await hub.desk(1, MoveStatus(incident=1, to="solved"), role="lead")
        await hub.desk(1, SetSeverity(incident=1, severity="low", reason="calm"))
        await hub.desk(1, SetCategory(incident=1, category="water-damage"))
        assert hub.state(Incident, 1).severity == "low"
        with pytest.raises(Rejected, match="Say why it is child-elder"):
            await hub.desk(1, SetCategory(incident=1, category="child-elder"))
        why = "a child was in the bath"
        await hub.desk(1, SetCategory(incident=1, category="child-elder", reason=why))
        assert hub.state(Incident, 1).severity == "high"
        with pytest.raises(Rejected, match="at least high"):
            await hub.desk(
                1, SetSeverity(incident=1, severity="normal", reason="x"), role="manager"
            )
        assert hub.state(Incident, 1).severity == "high"
        assert hub.faults() == []


async def test_kinds_of_ones_own_hold_and_what_was_left_out_goes_on(database_url: str) -> None:
    noise = Kind("noise", "low", most="high", group="property")
    mine = replace(POLICY, tree=Tree((noise,)))
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, SetCategory(incident=1, category="bite"))
    async with shift(database_url, mine, is_new=False) as hub:
        assert hub.state(Incident, 1).category == "bite"
        with pytest.raises(Rejected, match="pet-lost is no category here"):
            await hub.desk(1, SetCategory(incident=1, category="pet-lost", reason="it ran"))
        await hub.desk(1, SetCategory(incident=1, category="noise", reason="only barking"))
        assert hub.state(Incident, 1).severity == "low"
        with pytest.raises(Rejected, match="An incident of noise is at most high"):
            await hub.desk(1, SetSeverity(incident=1, severity="critical", reason="all night"))
        assert hub.faults() == []
