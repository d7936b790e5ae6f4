"""A colleague's call on the desk: its card is read before it is taken; and handing one over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import AgentAdded, AgentFreed, AgentOffered, PresenceSet
from console.domain.call_events import CallArrived, CallQueued
from console.domain.handoff import version_of
from console.domain.transfer_events import (
    AcceptTransfer,
    RefuseTransfer,
    TransferAsked,
    TransferCall,
    TransferFailed,
    TransferOffered,
)
from console.domain.wire import DirectoryEntry
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.timeline import Entry
    from console.domain.transfer_events import CardLines
    from tests.desk.screen.stage import Stage

CARD: CardLines = (
    ("asked", "call the vet back"),
    ("who", "Ana +1…01"),
    ("risk", "the sitter has a key to her flat"),
    ("promised", "we ring before six"),
)
LONG: CardLines = tuple(("risk", f"danger {at} " + "word " * 60) for at in range(6))


@pytest.fixture
def hub() -> PaperHub:
    """One incident, and a colleague who has a call of it."""
    hub = PaperHub()
    hub.opened()
    return hub


def hands_over(hub: PaperHub, card: CardLines) -> list[Entry]:
    """A colleague's caller, offered to me with a card."""
    arrived = CallArrived(
        sid="CA1", handle=ANA, to="+14155550100", attestation="TN-Validation-Passed-A"
    )
    entries = [hub.add("call/CA1", arrived), hub.add("call/CA1", CallQueued())]
    asked = TransferAsked(
        how="cold",
        target="agent",
        by=9,
        by_name="Lee Park",
        agent=ME.number,
        name=ME.name,
        card=card,
        version=version_of(card),
    )
    until = hub.log.now + timedelta(seconds=30)
    offered = TransferOffered(agent=ME.number, name=ME.name, until=until)
    told = [hub.add("call/CA1", asked), hub.add("call/CA1", offered)]
    rings = hub.add(f"agent/{ME.number}", AgentOffered(call="CA1"), incident=None)
    return [*entries, *told, rings]


def sent(desk: Stage) -> list[object]:
    return [post.command for post in desk.hub.posts]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_card_is_read_before_the_call_is_taken(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        hub.happens(*hands_over(hub, CARD))
        await desk.sees("HANDOFF FROM Lee Park", "F2 read the card", "F3 refuse")
        await desk.press("f2")
        await desk.sees("the sitter has a key", "we ring before six", "F2 I have read it")
        assert sent(desk) == []
        await desk.press("f2")
        await desk.until(lambda: len(sent(desk)) == 1)
        wanted = AcceptTransfer(call="CA1", version=version_of(CARD), read=True)
        assert sent(desk) == [wanted]


async def test_a_long_card_is_read_to_its_end(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        hub.happens(*hands_over(hub, LONG))
        await desk.sees("HANDOFF FROM")
        await desk.press("f2")
        await desk.sees("danger 0", "page 1 of", "F2 read on")
        seen = desk.seen
        for page in range(2, 9):
            if "I have read it" in desk.seen:
                break
            await desk.press("f2")
            await desk.sees(f"page {page} of")
            seen += desk.seen
        assert sent(desk) == []
        assert all(f"danger {at}" in seen for at in range(6))
        await desk.press("f2")
        await desk.until(lambda: len(sent(desk)) == 1)


async def test_the_card_goes_when_the_offer_is_over(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        hub.happens(*hands_over(hub, CARD))
        await desk.sees("HANDOFF FROM")
        await desk.press("f2")
        await desk.sees("we ring before six")
        failed = hub.add("call/CA1", TransferFailed(words="The caller hung up."))
        freed = hub.add(f"agent/{ME.number}", AgentFreed(call="CA1"), incident=None)
        hub.happens(failed, freed)
        await desk.sees_no("I have read it")
        await desk.sees_no("HANDOFF FROM")


async def test_a_refusal_says_why(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        hub.happens(*hands_over(hub, CARD))
        await desk.sees("HANDOFF FROM")
        await desk.press("f3")
        await desk.sees("REFUSE · why; Lee Park reads it")
        await desk.types("going home")
        await desk.press("enter")
        await desk.until(lambda: len(sent(desk)) == 1)
        assert sent(desk) == [RefuseTransfer(call="CA1", reason="going home")]


async def test_free_colleagues_come_first_and_others_say_why_not(
    tmp_path: Path, hub: PaperHub
) -> None:
    for number, name in ((7, "Kim Ortiz"), (8, "Ada Brown")):
        added = AgentAdded(number=number, login=name, name=name, role="agent", phone="+1415")
        hub.add(f"agent/{number}", added, incident=None)
    hub.add("agent/7", PresenceSet(state="available"), incident=None)
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("f11")
        await desk.sees(
            "TRANSFER · to whom", "Kim Ortiz · free", "queue safety · nobody", "not now: offline"
        )
        assert desk.seen.index("Kim Ortiz") < desk.seen.index("queue safety · nobody")
        await desk.types("kim")
        await desk.sees_no("queue safety · nobody")
        await desk.press("enter")
        await desk.sees("talk to them first")
        await desk.press("enter")
        await desk.types("call the vet")
        await desk.press("enter")
        await desk.until(lambda: bool(sent(desk)) and isinstance(sent(desk)[-1], TransferCall))
        wanted = TransferCall(call="CA1", how="cold", agent=7, asked="call the vet")
        assert sent(desk)[-1] == wanted


async def test_somebody_of_the_directory_is_chosen_by_name(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.on_call()
        vet = DirectoryEntry(name="Northside Vet", number="+14155550150", kind="vet")
        assert desk.app.session is not None
        desk.app.session.model.directory.append(vet)
        await desk.press("f11")
        await desk.sees("Northside Vet · vet", "an outside number…")
        await desk.types("north")
        await desk.press("enter")
        await desk.sees("TRANSFER · how")
        await desk.press("down", "enter")
        await desk.until(lambda: bool(sent(desk)) and isinstance(sent(desk)[-1], TransferCall))
        wanted = TransferCall(call="CA1", how="warm", number="+14155550150", name="Northside Vet")
        assert sent(desk)[-1] == wanted


async def test_a_number_may_be_typed_where_somebody_is_chosen(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.on_call()
        await desk.press("f11")
        await desk.types("+1 415 555 0151")
        await desk.sees("the number +14155550151")
        await desk.press("enter")
        await desk.sees("TRANSFER · how")
        await desk.press("enter")
        await desk.until(lambda: bool(sent(desk)) and isinstance(sent(desk)[-1], TransferCall))
        assert sent(desk)[-1] == TransferCall(call="CA1", how="cold", number="+14155550151")


async def test_whoever_of_a_queue_is_next_can_be_asked_first(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("f11")
        await desk.types("queue safety")
        await desk.press("enter")
        await desk.sees("they wait at its head", "talk first to whoever of it is next")
        await desk.press("down", "enter")
        await desk.types("call the vet")
        await desk.press("enter")
        await desk.until(lambda: bool(sent(desk)) and isinstance(sent(desk)[-1], TransferCall))
        wanted = TransferCall(call="CA1", how="warm", queue="safety", asked="call the vet")
        assert sent(desk)[-1] == wanted
