"""Who may move an incident from where to where: one matrix, tried in full at the record door."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING, get_args

import pytest

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory, Status
from console.domain.message_events import SendText
from console.domain.note import AddNote
from console.domain.permissions import ROLES
from tests.hub.store.shift import shift

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Role
    from tests.hub.store.shift import Shift

LEE = 1
STATUSES: tuple[Status, ...] = get_args(Status)
WAYS: dict[Status, tuple[Status, ...]] = {
    "new": (),
    "open": ("open",),
    "pending": ("pending",),
    "solved": ("solved",),
    "closed": ("solved", "closed"),
}
"""How an incident gets to each status."""
MAY = {
    "new": {"open", "pending", "solved"},
    "open": {"pending", "solved"},
    "pending": {"open", "solved"},
    "solved": {"open", "closed"},
    "closed": {"open"},
}
LEADS_ONLY = {("solved", "closed"), ("closed", "open")}


def may(role: Role, before: Status, after: Status) -> bool:
    """What the matrix says."""
    if role == "admin" or after not in MAY[before]:
        return False
    return role != "agent" or (before, after) not in LEADS_ONLY


async def _incident(hub: Shift, number: int, status: Status) -> int:
    """One of which nothing is missing; gives its number."""
    phone = f"+1415555{number:04}"
    await hub.texts(phone)
    await hub.desk(LEE, SendText(incident=number, to=f"tel:{phone}", body="hi"), role="lead")
    await hub.desk(LEE, SetCategory(incident=number, category="bite"), role="lead")
    for to in WAYS[status]:
        await hub.desk(LEE, MoveStatus(incident=number, to=to), role="lead")
    assert hub.state(Incident, number).status == status
    return number


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_makes_its_own_moves_and_no_other(tmp_path: Path, role: Role) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("lee", role="lead")
        me = await hub.hires("sam", "+14155550112", role=role)
        for number, (before, after) in enumerate(product(STATUSES, STATUSES), 1):
            incident = await _incident(hub, number, before)
            with suppress(Rejected):
                await hub.desk(me, MoveStatus(incident=incident, to=after), role=role)
            moved = before != after and may(role, before, after)
            wanted = after if moved else before
            assert hub.state(Incident, incident).status == wanted, (before, after)


async def test_whoever_closes_is_told_by_name_what_is_missing(database_url: str) -> None:
    async with shift(database_url) as hub:
        for login, role in (("lee", "lead"), ("sam", "agent"), ("max", "manager")):
            await hub.hires(login, f"+1415555011{len(login + role) % 10}", role=role)
        await hub.texts("+14155550101")
        await hub.desk(1, AddNote(incident=1, text="> call back 18:00"), role="lead")
        roles: tuple[Role, ...] = ("lead", "agent", "manager")
        for agent, asked in enumerate(roles, 1):
            with pytest.raises(Rejected) as no:
                await hub.desk(agent, MoveStatus(incident=1, to="solved"), role=asked)
            for missing in ("a category", "an answer to 1 message", "moved: call back 18:00"):
                assert missing in no.value.message
