"""Who may do what: the whole table, written out so that a change is seen."""

from __future__ import annotations

from typing import get_args

import pytest

from console.domain.base import Rejected, Role
from console.domain.permissions import MAY, ROLES, check_allowed, is_allowed
from console.domain.wire import DeskCommand

#        action                   agent lead manager admin
TABLE = """
         read                     yes   yes  yes     no
         incident.open            yes   yes  yes     no
         incident.categorise      yes   yes  yes     no
         incident.severity        yes   yes  yes     no
         incident.move            yes   yes  yes     no
         incident.take            yes   yes  yes     no
         incident.take_next       yes   yes  no      no
         incident.release         yes   yes  yes     no
         incident.flag            yes   yes  yes     no
         incident.unflag          no    yes  yes     no
         contact.identify         yes   yes  yes     no
         note.add                 yes   yes  yes     no
         note.edit                yes   yes  yes     no
         note.delete              yes   yes  yes     no
         text.send                yes   yes  yes     no
         mail.send                yes   yes  yes     no
         message.take_back        yes   yes  yes     no
         message.resend           yes   yes  yes     no
         message.dismiss          yes   yes  yes     no
         call.accept              yes   yes  no      no
         call.decline             yes   yes  no      no
         call.hold                yes   yes  no      no
         call.mute                yes   yes  no      no
         call.pause_recording     yes   yes  no      no
         call.end                 yes   yes  no      no
         call.wrap_up             yes   yes  no      no
         call.dial                yes   yes  no      no
         presence.set             yes   yes  no      no
         agent.add                no    no   no      yes
         agent.token              no    no   no      yes
         agent.disable            no    no   no      yes
         entry.redact             no    no   no      yes
         metrics.read             no    no   yes     yes
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (action, role, cell == "yes")
    for action, *cells in ROWS
    for role, cell in zip(ROLES, cells, strict=True)
]


@pytest.mark.parametrize(("action", "role", "may"), CELLS)
def test_a_role_may_do_exactly_what_the_table_says(action: str, role: Role, may: bool) -> None:
    assert is_allowed(role, action) is may


def test_the_table_has_a_line_for_every_action() -> None:
    assert [action for action, *_ in ROWS] == list(MAY)


def test_every_wish_of_a_desk_has_a_line() -> None:
    commands = get_args(get_args(DeskCommand)[0])
    assert {c.model_fields["kind"].default for c in commands} <= set(MAY)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_in_the_table_nobody_may(role: Role) -> None:
    with pytest.raises(Rejected) as no:
        check_allowed(role, "incident.erase")
    assert no.value.code == "forbidden"
