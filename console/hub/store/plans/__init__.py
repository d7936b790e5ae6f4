"""Plans: which streams a wish touches, and what is read for its decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.domain.base import Command
from console.domain.permissions import check_allowed
from console.hub.store.plans import account as account_plans
from console.hub.store.plans import admin, calls, effects, incidents, mails, messages, notes, rooms
from console.hub.store.plans import answering as answering_plans
from console.hub.store.plans import arrival as arrival_plans
from console.hub.store.plans import callbacks as callback_plans
from console.hub.store.plans import captions as caption_plans
from console.hub.store.plans import covers as cover_plans
from console.hub.store.plans import emergency as emergency_plans
from console.hub.store.plans import flags as flag_plans
from console.hub.store.plans import followups as followup_plans
from console.hub.store.plans import guests as guest_plans
from console.hub.store.plans import invitations as invitation_plans
from console.hub.store.plans import left_work as left_work_plans
from console.hub.store.plans import looks as look_plans
from console.hub.store.plans import merging as merging_plans
from console.hub.store.plans import moving as moving_plans
from console.hub.store.plans import offering as offering_plans
from console.hub.store.plans import one_person as one_person_plans
from console.hub.store.plans import paging as paging_plans
from console.hub.store.plans import paging_replies as paging_reply_plans
from console.hub.store.plans import paging_steps as paging_step_plans
from console.hub.store.plans import parking as parking_plans
from console.hub.store.plans import people as people_plans
from console.hub.store.plans import presence as presence_plans
from console.hub.store.plans import promises as promise_plans
from console.hub.store.plans import queues as queue_plans
from console.hub.store.plans import recording as recording_plans
from console.hub.store.plans import restriction as restriction_plans
from console.hub.store.plans import routing as routing_plans
from console.hub.store.plans import safe_contact as safe_plans
from console.hub.store.plans import scripts as script_plans
from console.hub.store.plans import stopping as stopping_plans
from console.hub.store.plans import supervision as lead_plans
from console.hub.store.plans import tokens as token_plans
from console.hub.store.plans import transfers as transfer_plans
from console.hub.store.plans import verification as verification_plans
from console.hub.store.plans import voicemail as voicemail_plans
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.handover import PLANS as HANDOVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    **incidents.PLANS,
    **merging_plans.PLANS,
    **moving_plans.PLANS,
    **messages.PLANS,
    **mails.PLANS,
    **notes.PLANS,
    **calls.PLANS,
    **guest_plans.PLANS,
    **lead_plans.PLANS,
    **rooms.PLANS,
    **transfer_plans.PLANS,
    **HANDOVER,
    **followup_plans.PLANS,
    **callback_plans.PLANS,
    **verification_plans.PLANS,
    **safe_plans.PLANS,
    **stopping_plans.PLANS,
    **people_plans.PLANS,
    **flag_plans.PLANS,
    **one_person_plans.PLANS,
    **voicemail_plans.PLANS,
    **recording_plans.PLANS,
    **caption_plans.PLANS,
    **answering_plans.PLANS,
    **routing_plans.PLANS,
    **presence_plans.PLANS,
    **queue_plans.PLANS,
    **arrival_plans.PLANS,
    **emergency_plans.PLANS,
    **paging_plans.PLANS,
    **cover_plans.PLANS,
    **paging_step_plans.PLANS,
    **paging_reply_plans.PLANS,
    **parking_plans.PLANS,
    **left_work_plans.PLANS,
    **offering_plans.PLANS,
    **restriction_plans.PLANS,
    **script_plans.PLANS,
    **promise_plans.PLANS,
    **account_plans.PLANS,
    **invitation_plans.PLANS,
    **effects.PLANS,
    **admin.PLANS,
    **token_plans.PLANS,
    **look_plans.PLANS,
}
"""Command type to the plan that grants it."""


def plan(tx: Tx, wish: Wish) -> None:
    """Grant a wish. Raises Rejected."""
    if wish.agent and isinstance(wish.command, Command):
        wish = _as_who_they_are_now(tx, wish, wish.command)
        wish = merging_plans.addressed(tx, wish)
    PLANS[type(wish.command)](tx, wish, wish.command)
    caption_plans.follow_captions(tx)
    paging_step_plans.follow_pages(tx)
    merging_plans.follow_merged(tx)


def _as_who_they_are_now(tx: Tx, wish: Wish, command: Command) -> Wish:
    """Judge by the role in force in this very transaction, not when the request came in."""
    agent = agent_of(tx, wish)
    check_allowed(agent.role, command.kind)
    tx.viewer = agent.number
    return wish if wish.role == agent.role else replace(wish, role=agent.role)
