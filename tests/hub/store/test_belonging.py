"""Where what comes in belongs, and who may be texted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from channels.base import CallArrived, TextArrived, TextStatus
from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import (
    IdentityRevealed,
    MoveStatus,
    OpenIncident,
    RevealIdentity,
    SetCategory,
    TakeNext,
)
from console.domain.message import Message
from console.domain.message_events import DismissMessage, SendText
from console.domain.person import Contact, IdentifyContact
from console.hub.wishes import CallRings, MailArrived, MailReported
from tests.hub.store.shift import ACCOUNT, ANA, KIM, OURS, Shift, shift

HER = f"tel:{ANA}"


def mail(sender: str, digest: str, **facts: Any) -> MailArrived:
    plain = MailArrived(
        digest=digest * 64,
        raw=digest.encode(),
        content_type="message/rfc822",
        sender=sender,
        sender_name="",
        to="safety@steadyline.example",
        subject="dog",
        text="where is he",
        message_id=f"<{digest}@example.com>",
    )
    return replace(plain, **facts)


async def posts(hub: Shift, wish: MailArrived) -> int:
    """Let a mail come in; gives its incident."""
    outcome = await hub.asks(wish, cause=f"mail:{wish.digest}", actor="party:mail")
    return int(outcome.entries[-1].incident or 0)


async def closes(hub: Shift, number: int) -> None:
    await hub.desk(1, SetCategory(incident=number, category="bite"))
    sent = await hub.desk(1, SendText(incident=number, to=HER, body="bye"))
    await hub.reports(sent.entries[-1].event.id, "failed", 30003)
    await hub.desk(1, DismissMessage(id=sent.entries[-1].event.id, how="called"))
    for to in ("solved", "closed"):
        await hub.desk(1, MoveStatus(incident=number, to=to))


async def test_a_text_of_a_stranger_opens_an_incident_and_no_person(database_url: str) -> None:
    async with shift(database_url) as hub:
        outcome = await hub.texts(ANA)
        assert [e.event.kind for e in outcome.entries] == [
            "incident.opened", "contact.joined", "message.received",
        ]  # fmt: skip
        assert hub.state(Incident, 1).handles == (HER,)
        assert (hub.state(Contact, HER).person, hub.many("person")) == (None, 0)


async def test_the_next_text_joins_the_open_incident(database_url: str) -> None:
    async with shift(database_url) as hub:
        for _ in range(3):
            await hub.texts(ANA)
        await hub.rings(ANA)
        assert hub.many("incident") == 1
        assert hub.state(Incident, 1).unanswered == 3


async def test_a_text_to_several_open_incidents_joins_the_newest_and_asks_once(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        for _ in range(2):
            await hub.desk(1, OpenIncident(handle=HER))
        for _ in range(2):
            await hub.texts(ANA)
        assert hub.kinds().count("incident.choice_asked") == 1
        newest = hub.state(Incident, 2)
        assert (newest.unanswered, [f.flag for f in newest.flags]) == (2, ["which incident?"])


async def test_a_text_after_everything_is_closed_opens_a_new_incident(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        await closes(hub, 1)
        assert hub.state(Contact, HER).past == 1
        await hub.texts(ANA)
        assert hub.state(Contact, HER).open == (2,)
        assert hub.state(Incident, 1).status == "closed"


async def test_a_reopened_incident_takes_texts_again(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        await closes(hub, 1)
        await hub.desk(1, MoveStatus(incident=1, to="open"))
        await hub.texts(ANA)
        assert hub.many("incident") == 1


async def test_another_number_of_a_known_person_joins_their_incident(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana Ruiz"))
        await hub.desk(1, IdentifyContact(handle=f"tel:{KIM}", name="Ana Ruiz", person=1))
        await hub.texts(KIM)
        assert hub.many("incident") == 1
        assert hub.state(Incident, 1).handles == (HER, f"tel:{KIM}")


@pytest.mark.parametrize("caller", ["anonymous", "", "+266696687", "Restricted"])
async def test_callers_who_hide_share_nothing(database_url: str, caller: str) -> None:
    async with shift(database_url) as hub:
        for _ in range(2):
            await hub.rings(caller)
        assert hub.many("incident") == 2
        assert hub.many("contact") == 0
        assert hub.faults() == []


async def test_mails_without_a_sender_share_nothing(database_url: str) -> None:
    async with shift(database_url) as hub:
        assert await posts(hub, mail("", "a")) == 1
        assert await posts(hub, mail("", "b", automatic=True)) == 2
        assert await posts(hub, mail("", "c")) == 3


async def test_a_reply_is_threaded_by_our_own_id_before_anything_else(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        sent = await hub.desk(1, SendText(incident=1, to=HER, body="x"))
        out = sent.entries[-1].event.id
        assert await posts(hub, mail("ana@example.com", "a", known_outs=(out,))) == 1
        joined = [e.event for e in hub.entries() if e.event.kind == "incident.handle_joined"]
        assert [(e.handle, e.newcomer) for e in joined] == [("mailto:ana@example.com", True)]
        received = hub.entries()[-1].event
        assert received.claims == "from an address new to this thread"


async def test_a_reference_is_believed_of_whom_it_belongs_to_only(database_url: str) -> None:
    async with shift(database_url) as hub:
        assert await posts(hub, mail("ana@example.com", "a")) == 1
        await posts(hub, mail("ana@example.com", "b"))
        ref = hub.state(Incident, 1).ref
        assert await posts(hub, mail("ana@example.com", "c", token=ref)) == 1
        assert await posts(hub, mail("eve@example.com", "d", token=ref)) == 2
        assert hub.entries()[-1].event.claims == f"claims to belong to {ref}"


async def test_stop_and_start_flip_at_once_and_once(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        for word in ("STOP", "STOP"):
            await hub.texts(ANA, word, opt_out=word)
        assert hub.kinds(f"contact/{HER}").count("contact.opted_out") == 1
        with pytest.raises(Rejected) as no:
            await hub.desk(1, SendText(incident=1, to=HER, body="please"))
        assert no.value.code == "opted_out"
        await hub.texts(ANA, "START", opt_out="START")
        assert (await hub.desk(1, SendText(incident=1, to=HER, body="hello"))).entries
        assert hub.faults() == []


async def test_a_known_persons_next_incident_begins_with_their_name(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana Ruiz"))
        opened = (await hub.texts(ANA)).entries[0].event
        assert (opened.kind, opened.name) == ("incident.opened", "Ana Ruiz")


async def test_a_whole_address_is_shown_for_a_reason_that_is_on_record(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        asked = RevealIdentity(incident=1, handle=HER, reason="police asked")
        (seen,) = (await hub.desk(1, asked)).entries
        assert (seen.stream, seen.actor) == ("incident/1", "agent:1")
        assert seen.event == IdentityRevealed(handle=HER, reason="police asked")
        for wrong in (
            RevealIdentity(incident=1, handle=f"tel:{KIM}", reason="curious"),
            RevealIdentity(incident=1, handle=HER, reason="  "),
        ):
            with pytest.raises(Rejected):
                await hub.desk(1, wrong)
        assert hub.faults() == []


async def test_a_known_persons_stop_among_other_texts_is_kept(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana Ruiz"))
        await hub.desk(1, IdentifyContact(handle=f"tel:{KIM}", name="Ana Ruiz", person=1))
        await asyncio.gather(hub.texts(ANA), hub.texts(KIM, "STOP", opt_out="STOP"))
        assert hub.state(Contact, f"tel:{KIM}").opted_out
        assert (hub.many("quarantine"), hub.many("incident")) == (0, 1)


async def test_the_providers_21610_opts_out(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        sent = await hub.desk(1, SendText(incident=1, to=HER, body="x"))
        await hub.reports(sent.entries[-1].event.id, "failed", 21610)
        assert hub.state(Contact, HER).opted_out


async def test_a_late_report_is_kept_and_changes_nothing(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.texts(ANA)
        out = (await hub.desk(1, SendText(incident=1, to=HER, body="x"))).entries[-1].event.id
        for status in ("failed", "sent", "queued", "from next year"):
            await hub.reports(out, status, 30003 if status == "failed" else 0)
        assert (hub.state(Message, out).status, hub.state(Message, out).code) == ("failed", 30003)
        assert hub.state(Incident, 1).trouble == (out,)
        reports = [e.event for e in hub.entries() if e.event.kind == "message.reported"]
        assert [r.late for r in reports] == [False, True, True, True]
        assert reports[-1].status == "from next year"
        assert hub.faults() == []


async def test_what_is_foreign_or_unknown_is_attached_to_nobody(database_url: str) -> None:
    async with shift(database_url) as hub:
        other = "AC" + "9" * 32
        strangers = [
            TextArrived("SM9", other, ANA, OURS, "hello"),
            TextStatus("SM8", ACCOUNT, "delivered", out="nobody"),
            CallRings(CallArrived("CA9", other, ANA, OURS), "safety"),
            MailReported("ev1", "delivered", "nobody", "SG9"),
        ]
        for number, command in enumerate(strangers):
            for _ in range(2):
                outcome = await hub.asks(command, cause=f"odd:{number}", actor="provider:twilio")
                assert outcome.entries == ()
        assert hub.many("quarantine") == len(strangers)
        assert hub.many("entry") == 0


async def test_two_agents_who_take_the_next_never_get_the_same(database_url: str) -> None:
    async with shift(database_url) as hub:
        agents = [await hub.hires(name) for name in ("sam", "kim", "lee")]
        for n in range(10):
            await hub.texts(f"+1415555{n + 100:04d}")
        await hub.desk(1, SetCategory(incident=7, category="pet-poison"))
        taken = await asyncio.gather(
            *(hub.desk(a, TakeNext()) for _ in range(4) for a in agents), return_exceptions=True
        )
        numbers = [t.entries[0].incident for t in taken if not isinstance(t, BaseException)]
        assert numbers == [7, 1, 2, 3, 4, 5, 6, 8, 9, 10]
        assert sum(isinstance(t, Rejected) and t.code == "empty" for t in taken) == 2
