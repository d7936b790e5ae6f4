"""Who may do what is judged once more at the record door, in the transaction that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest

from console.domain.base import Command, Rejected, Role
from console.domain.incident_events import SetFlag
from console.domain.permissions import ROLES, is_allowed
from console.domain.wire import DeskCommand
from console.hub.wishes import ChangeAgent, DisableAgent
from tests.hub.store.shift import ANA, Shift, shift

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

COMMANDS: tuple[type[Command], ...] = get_args(get_args(DeskCommand)[0])
NOT_ALLOWED = "Your role does not allow this; ask a lead."


def some(field: FieldInfo) -> Any:
    """Give a value that a field takes."""
    kind = field.annotation
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    return {int: 1, bool: True, str: "x"}.get(kind, "x") if isinstance(kind, type) else "x"


def wanted(kind: type[Command]) -> Command:
    """Make a command of a kind; whether it makes sense is not what is asked here."""
    needed = {n: some(f) for n, f in kind.model_fields.items() if f.is_required()}
    return kind.model_construct(**needed)


async def answer(hub: Shift, command: Command, role: Role) -> str:
    """Ask as the one agent there is; gives the words of a refusal."""
    try:
        await hub.desk(1, command, role=role)
    except Rejected as no:
        return no.message
    except (AttributeError, TypeError, ValueError, KeyError):
        return "beyond the door"
    return ""


@pytest.mark.parametrize("role", ROLES)
async def test_every_command_is_refused_to_every_role_that_may_not(
    database_url: str, role: Role
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role=role)
        await hub.texts(ANA)
        for kind in COMMANDS:
            name: str = kind.model_fields["kind"].default
            refused = await answer(hub, wanted(kind), role) == NOT_ALLOWED
            assert refused != is_allowed(role, name), name


async def test_a_role_that_was_taken_away_meanwhile_counts_no_more(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="manager")
        await hub.texts(ANA)
        flag = SetFlag(incident=1, flag="danger")
        assert await answer(hub, flag, "manager") == ""
        await hub.asks(ChangeAgent(agent=1, role="admin"), actor="admin:cli")
        assert await answer(hub, SetFlag(incident=1, flag="minor"), "manager") == NOT_ALLOWED


async def test_who_was_let_go_meanwhile_changes_nothing_any_more(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.asks(DisableAgent(agent=1), actor="admin:cli")
        flag = SetFlag(incident=1, flag="danger")
        assert await answer(hub, flag, "agent") == "This account is closed."
