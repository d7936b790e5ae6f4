"""Lines of who may see an incident, of looks at it, and of the provider's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.account import PreviousTokenEnded, PreviousTokenUsed, StoredLate
from console.domain.invitation import AgentInvited, InvitationEnded, InvitationUsed
from console.domain.restriction import IncidentRead, IncidentRestricted, IncidentUnrestricted

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event

READ = {
    "timeline": "{who} opened this restricted incident",
    "drafts": "{who} read what others had not sent",
    "export": "{who} exported this incident",
}


INVITED: dict[type[Event], str] = {
    AgentInvited: "an invitation for an account was made",
    InvitationUsed: "an invitation was exchanged for a token",
    InvitationEnded: "an invitation ended unused",
}


def tell_restriction(event: Event, who: str, scene: Scene) -> tuple[str, str, Tone] | None:
    """Head, text and tone of an entry about rights; None for any other."""
    match event:
        case IncidentRestricted(people=people, name=name, reason=reason):
            names = ", ".join(scene.names.agent(one) for one in people)
            return f"{name} restricted this", f"only for {names}: {reason}", "risk"
        case IncidentUnrestricted(name=name, reason=reason):
            return f"{name} lifted the restriction: everybody sees this again", reason, "risk"
        case IncidentRead(what=what):
            return READ[what].format(who=who), "", "quiet"
        case AgentInvited() | InvitationUsed() | InvitationEnded():
            return INVITED[type(event)], getattr(event, "reason", ""), "quiet"
        case PreviousTokenUsed(until=until):
            end = f"until {until:%m-%d %H:%M} UTC" if until else "until an admin takes it out"
            return f"the provider's previous token was used; it counts {end}", "", "quiet"
        case PreviousTokenEnded(used=used):
            return "the provider's previous token ended", "" if used else "never used", "quiet"
        case StoredLate(since=since, until=until, count=count):
            span = f"{since:%m-%d %H:%M} to {until:%m-%d %H:%M} UTC"
            return f"the database took nothing from {span}; {count} stored late", "", "quiet"
        case _:
            return None
