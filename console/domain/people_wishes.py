"""What a desk can wish about the people of an incident, who follows it, and what is one with it."""

from __future__ import annotations

from console.domain.checklist import TickItem
from console.domain.flags import FlagPerson, UnflagPerson
from console.domain.location import NoteCallbackNumber, NotePlace, StateZone
from console.domain.merging import MergeWish
from console.domain.moving import MoveLeg
from console.domain.one_person import MergePeople, UnmergePeople
from console.domain.party_roles import SetRole
from console.domain.safe_contact import (
    ExplainNight,
    OpenSafeContact,
    RevealCodeWord,
    SetSafeContact,
)
from console.domain.verification import VerifyCaller
from console.domain.watching import SeeMention, WatchIncident

PeopleWish = (
    SetSafeContact
    | OpenSafeContact
    | ExplainNight
    | RevealCodeWord
    | SetRole
    | TickItem
    | WatchIncident
    | SeeMention
    | VerifyCaller
    | NotePlace
    | NoteCallbackNumber
    | StateZone
    | FlagPerson
    | UnflagPerson
    | MergeWish
    | MoveLeg
    | MergePeople
    | UnmergePeople
)
