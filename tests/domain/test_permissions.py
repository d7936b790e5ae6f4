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
         incident.merge           yes   yes  yes     no
         incident.undo_merge      yes   yes  yes     no
         incident.move_leg        yes   yes  yes     no
         incident.hand_over       yes   yes  yes     no
         incident.accept_handover yes   yes  yes     no
         incident.refuse_handover yes   yes  yes     no
         incident.flag            yes   yes  yes     no
         incident.unflag          no    yes  yes     no
         contact.flag             yes   yes  yes     no
         contact.unflag           no    yes  yes     no
         contact.merge            yes   yes  yes     no
         contact.unmerge          yes   yes  yes     no
         contact.identify         yes   yes  yes     no
         contact.reveal           yes   yes  yes     no
         contact.set_safe         yes   yes  yes     no
         contact.open_safe        no    yes  yes     no
         contact.explain_night    yes   yes  yes     no
         contact.reveal_code_word yes   yes  yes     no
         incident.role            yes   yes  yes     no
         contact.state_zone       yes   yes  yes     no
         incident.tick            yes   yes  yes     no
         incident.watch           yes   yes  yes     no
         incident.see_mention     yes   yes  yes     no
         incident.verify_caller   yes   yes  yes     no
         note.add                 yes   yes  yes     no
         note.edit                yes   yes  yes     no
         note.delete              yes   yes  yes     no
         text.send                yes   yes  yes     no
         mail.send                yes   yes  yes     no
         message.take_back        yes   yes  yes     no
         message.resend           yes   yes  yes     no
         message.dismiss          yes   yes  yes     no
         media.open               yes   yes  yes     no
         call.accept              yes   yes  no      no
         call.decline             yes   yes  no      no
         call.hold                yes   yes  no      no
         call.mute                yes   yes  no      no
         call.pause_recording     yes   yes  no      no
         call.stop_recording      yes   yes  no      no
         call.captions            yes   yes  no      no
         call.end                 yes   yes  no      no
         call.wrap_up             yes   yes  no      no
         call.dial                yes   yes  no      no
         call.say_who_answered    yes   yes  no      no
         call.invite              yes   yes  no      no
         call.hold_guest          yes   yes  no      no
         call.drop_guest          yes   yes  no      no
         call.leave               yes   yes  no      no
         call.listen              no    yes  yes     no
         call.whisper             no    yes  yes     no
         call.barge               no    yes  yes     no
         call.back_to_listening   yes   yes  yes     no
         call.stop_listening      yes   yes  yes     no
         call.take_over           no    yes  yes     no
         call.transfer            yes   yes  no      no
         call.accept_transfer     yes   yes  no      no
         call.refuse_transfer     yes   yes  no      no
         call.complete_transfer   yes   yes  no      no
         call.cancel_transfer     yes   yes  no      no
         call.join_all            yes   yes  no      no
         agent.free               no    yes  yes     no
         agent.return_work        no    yes  yes     no
         incident.ask_help        yes   yes  yes     no
         incident.answer_help     no    yes  yes     no
         words.read               no    yes  yes     no
         floor.read               no    yes  yes     no
         followup.see             yes   yes  yes     no
         followup.close           yes   yes  yes     no
         voicemail.play           yes   yes  yes     no
         callback.not_reached     yes   yes  no      no
         incident.hand_to_emergency yes yes  yes     no
         incident.place           yes   yes  yes     no
         script.touch             yes   yes  yes     no
         page.ask                 yes   yes  yes     no
         page.acknowledge         yes   yes  yes     no
         page.escalate            yes   yes  yes     no
         page.close               yes   yes  yes     no
         on_call.cover            no    yes  yes     no
         on_call.end_cover        no    yes  yes     no
         promise.keep             yes   yes  yes     no
         promise.move             yes   yes  yes     no
         promise.owe_nothing      yes   yes  yes     no
         incident.callback_number yes   yes  yes     no
         presence.set             yes   yes  no      no
         presence.next            yes   yes  no      no
         incident.restrict        no    yes  yes     no
         incident.unrestrict      no    yes  yes     no
         drafts.left              no    yes  yes     no
         incident.park            yes   yes  yes     no
         incident.resume          yes   yes  yes     no
         queue.divert             no    yes  yes     no
         queue.end_divert         no    yes  yes     no
         queue.close              no    yes  yes     no
         queue.reopen             no    yes  yes     no
         queue.snooze_alarm       no    yes  yes     no
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
