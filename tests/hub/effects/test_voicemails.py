"""A message is found though nobody told of it, and gone at its date, or somebody reads why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from channels.base import RecordingStatus, Refused, Uncertain, Unreachable
from channels.recordings import RecordingFound
from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import ClearFlag, SetFlag
from console.domain.voicemail import PlayVoicemail
from console.hub.effects.voicemails import MOST_TRIES
from console.hub.wishes_waiting import MessageWanted, VoicemailReported
from tests.hub.effects.crew import QUIET, Crew, crew
from tests.hub.store.shift import ACCOUNT, ANA

if TYPE_CHECKING:
    from console.domain.followup import Followup

DAY = 86_400.0
URL = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"


async def wants_one(us: Crew) -> str:
    """Let a caller choose to leave a message; gives the call."""
    await us.opens()
    call = await us.hub.rings(ANA)
    await us.hub.asks(MessageWanted(call))
    return call


async def hangs_up(us: Crew, call: str) -> None:
    await us.hub.leg(call, "customer", "completed", 3)
    await us.settle()


async def leaves_one(us: Crew, seconds: int = 12) -> str:
    """Let a caller leave a message of which the provider tells; gives its key."""
    call = await wants_one(us)
    report = RecordingStatus("RE1", ACCOUNT, "completed", call, URL, seconds)
    await us.hub.asks(VoicemailReported(call, report), cause="twilio:RE1:completed")
    await hangs_up(us, call)
    return f"vm-{call}"


def left(us: Crew) -> list[Followup]:
    return [f for f in us.hub.state(Incident, 1).followups if f.what == "voicemail"]


def deleted(us: Crew) -> int:
    """How often the provider was asked to delete it."""
    return us.phones.did.count("delete RE1")


async def test_a_message_is_deleted_at_its_date_and_not_before(database_url: str) -> None:
    async with crew(database_url) as us:
        key = await leaves_one(us)
        await us.passes(29 * DAY)
        assert deleted(us) == 0
        await us.passes(1 * DAY + 1)
        assert (deleted(us), left(us)[0].is_deleted, left(us)[0].recording) == (1, True, "")
        with pytest.raises(Rejected, match="not kept any more"):
            await us.hub.desk(1, PlayVoicemail(incident=1, key=key))
        assert us.hub.kinds("incident/1")[-1] == "incident.voicemail_deleted"
        assert us.hub.faults() == []


@pytest.mark.parametrize(
    "fault",
    [Unreachable("Slow down.", code=20429), Uncertain("No answer."), Refused("No.", code=20003)],
    ids=["429", "500 or timeout", "wrong credentials"],
)
async def test_a_deletion_that_fails_is_tried_again(database_url: str, fault: Exception) -> None:
    async with crew(database_url) as us:
        await leaves_one(us)
        us.phones.will("delete", fault, fault)
        await us.passes(30 * DAY + 1)
        await us.passes(61)
        assert (deleted(us), left(us)[0].is_deleted) == (2, False)
        await us.passes(121)
        assert (deleted(us), left(us)[0].is_deleted) == (3, True)
        await us.passes(DAY)
        assert deleted(us) == 3


async def test_what_can_not_be_deleted_is_told_in_words(database_url: str) -> None:
    async with crew(database_url) as us:
        await leaves_one(us)
        us.phones.will("delete", *[Uncertain("No answer.")] * 50)
        await us.passes(30 * DAY + 1)
        for _ in range(MOST_TRIES):
            await us.passes(3601)
        kept = us.hub.entries()[-1].event
        assert (kept.kind, kept.is_failure) == ("incident.voicemail_kept", True)
        assert "Delete it at the provider by hand. No answer." in left(us)[0].kept_words
        assert us.effect("voicemail.delete") == "failed"


async def test_a_legal_hold_keeps_a_message_and_its_end_deletes_it(database_url: str) -> None:
    async with crew(database_url) as us:
        key = await leaves_one(us)
        await us.hub.desk(1, SetFlag(incident=1, flag="Legal hold", note="court"))
        await us.passes(31 * DAY)
        await us.passes(DAY)
        assert (deleted(us), us.hub.kinds().count("incident.voicemail_kept")) == (0, 1)
        assert "Legal hold" in left(us)[0].kept_words
        await us.hub.desk(1, PlayVoicemail(incident=1, key=key))
        lead = await us.hub.hires("lee", "+14155550119", role="lead")
        await us.hub.desk(lead, ClearFlag(incident=1, flag="Legal hold"), role="lead")
        await us.passes(DAY + 1)
        assert (deleted(us), left(us)[0].is_deleted) == (1, True)


async def test_a_telephone_put_down_at_the_tone_is_no_message_and_is_not_kept(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await leaves_one(us, seconds=0)
        await us.passes(1)
        state = us.hub.state(Incident, 1)
        assert [(f.what, f.reason) for f in state.followups] == [("missed", "no-message")]
        assert deleted(us) == 1


async def test_one_word_is_a_message(database_url: str) -> None:
    async with crew(database_url) as us:
        await leaves_one(us, seconds=1)
        assert [f.what for f in us.hub.state(Incident, 1).followups] == ["voicemail"]


async def test_a_message_that_nobody_told_of_is_asked_for_until_it_is_there(
    database_url: str,
) -> None:
    async with crew(database_url, replace(QUIET, account=ACCOUNT)) as us:
        call = await wants_one(us)
        await hangs_up(us, call)
        us.phones.will("tapes", Unreachable("Slow down."))
        await us.passes(121)
        us.phones.kept[call] = [RecordingFound("RE1", "processing", "RecordVerb")]
        await us.passes(61)
        assert left(us) == []
        done = RecordingFound("RE1", "completed", "RecordVerb", 12, URL)
        other = RecordingFound("RE2", "completed", "StartCallRecordingAPI", 60, URL)
        us.phones.kept[call] = [done, other]
        await us.passes(121)
        assert [(f.seconds, f.recording) for f in left(us)] == [(12, URL)]
        report = RecordingStatus("RE1", ACCOUNT, "completed", call, URL, 12)
        await us.hub.asks(VoicemailReported(call, report), cause="twilio:RE1:completed")
        assert len(left(us)) == 1
        assert us.effect("voicemail.find") == "done"


async def test_nothing_is_asked_about_a_message_that_is_known(database_url: str) -> None:
    async with crew(database_url) as us:
        await leaves_one(us)
        await us.passes(200)
        assert not any(did.startswith("tapes") for did in us.phones.did)
