"""What kind of incident it is, through the record door: limits hold, and a change says why."""

from __future__ import annotations

import pytest

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory, SetSeverity
from tests.hub.store.shift import ANA, shift


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
