"""The database takes nothing: what people send is kept on the disk, and stored when it is back."""

from __future__ import annotations

import asyncio
import json
import shutil
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url

from console.hub.journal import file as files
from console.hub.journal.gap import STANDS_SECONDS
from console.hub.store import engine as engines
from tests.hub.http.kit import (
    ACCOUNT,
    ANA,
    OURS,
    HandClock,
    World,
    document,
    following,
    settings_for,
    text_fields,
    world,
)
from tests.hub.http.outages import journal_of, nothing_written, stored_again
from tests.hub.http.test_mails import ENVELOPE, MAIL, _form, _post, _Provider
from tests.hub.store.test_outages import cut_from

if TYPE_CHECKING:
    from pathlib import Path

    from console.config import Settings

CALL = "CA" + "1" * 32
RING = {"CallSid": CALL, "AccountSid": ACCOUNT, "From": ANA, "To": OURS, "CallStatus": "ringing"}
OVER = RING | {"CallStatus": "completed", "SequenceNumber": "3"}


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a locked database be given up sooner."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)


async def texted(place: World, *sids: str) -> list[int]:
    """Send texts one after the other; gives what each was answered with."""
    return [
        (await place.twilio("/twilio/sms", text_fields(sid, f"words of {sid}"))).status_code
        for sid in sids
    ]


async def told(place: World) -> list[tuple[str, int]]:
    """The gaps on record: kind and count."""
    entries = map(json.loads, await place.entries())
    return [(e["kind"], e["count"]) for e in entries if e["kind"] == "account.stored_late"]


async def sids(place: World) -> list[str]:
    """The texts that are stored, in the order in which they are."""
    entries = map(json.loads, await place.entries())
    return [str(e["sid"]) for e in entries if e["kind"] == "message.received"]


async def test_texts_that_can_not_be_stored_are_accepted_and_stored_in_their_order(
    database_url: str,
) -> None:
    async with world(settings_for(database_url)) as place:
        assert await texted(place, "SM0") == [200]
        with nothing_written(place):
            assert await texted(place, "SM1", "SM2", "SM3", "SM2") == [200] * 4
            assert await sids(place) == ["SM0"]
        assert await texted(place, "SM4") == [200]
        await stored_again(place)
        assert await texted(place, "SM5", "SM1") == [200, 200]
        assert await sids(place) == [f"SM{n}" for n in range(6)]
        assert await told(place) in ([("account.stored_late", n)] for n in (3, 4))
        assert sum('"came_at":"' in one.replace(" ", "") for one in await place.entries()) in (3, 4)


async def test_a_caller_is_held_in_words_and_comes_again(database_url: str) -> None:
    async with world(settings_for(database_url, voice_greeting_es="Hola")) as place:
        with nothing_written(place):
            await texted(place, "SM1")
            answers = [document(await place.twilio("/twilio/voice", RING)) for _ in range(2)]
        for heard in answers:
            assert [say.get("language") for say in heard.iter("Say")] == ["en-US", "es-US"]
            assert heard.find("Pause") is not None
            (again,) = heard.iter("Redirect")
            assert str(again.text).endswith("/twilio/voice")
            assert heard.find("Hangup") is None
        await stored_again(place)
        answer = await place.twilio("/twilio/voice", RING)
        assert "<Gather" in answer.text
        assert (await place.kinds()).count("call.arrived") == 1


async def test_who_hung_up_meanwhile_has_called(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        with nothing_written(place):
            await place.twilio("/twilio/voice", RING)
            over = await place.twilio("/twilio/voice/status", OVER)
            assert over.status_code == 204
        await stored_again(place)
        kinds = await place.kinds()
        assert kinds.count("call.arrived") == 1
        assert kinds.index("call.arrived") < kinds.index("call.ended")


async def test_what_was_pressed_is_still_known_when_the_caller_comes_again(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        await place.twilio("/twilio/voice", RING)
        path = f"/twilio/voice/callback?call={CALL}&number=%2B14155550142"
        with nothing_written(place):
            await texted(place, "SM1")
            heard = document(await place.twilio(path, RING | {"Digits": "1"}))
            (again,) = heard.iter("Redirect")
        await stored_again(place)
        back = str(again.text).removeprefix("https://hub.example.com")
        assert "held.Digits=1" in back
        answer = await place.twilio(back, RING)
        assert "we will call you" in answer.text


async def test_a_mail_is_accepted_and_its_bytes_are_stored_later(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        body = _form(email=MAIL, envelope=ENVELOPE)
        with nothing_written(place):
            for _ in range(2):
                assert (await _post(place, body)).status_code == 200
        await stored_again(place)
        assert (await place.kinds()).count("message.received") == 1
        assert (await _post(place, body)).status_code == 200
        assert (await place.kinds()).count("message.received") == 1
        assert "Please call me." in "".join(await place.entries())


async def test_a_batch_of_mail_events_is_accepted(tmp_path: Path) -> None:
    provider = _Provider()
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    settings = settings_for(url, sendgrid_event_public_key=provider.public)
    events = [{"sg_event_id": f"e{n}", "event": "delivered", "out": "x"} for n in range(3)]
    body = json.dumps(events).encode()
    async with world(settings) as place:
        with nothing_written(place):
            answer = await place.client.post(
                "/sendgrid/events", content=body, headers=provider.headers(body)
            )
            assert answer.status_code == 204
        await stored_again(place)
        assert await told(place) == [("account.stored_late", 1)]


async def test_what_was_kept_by_a_hub_that_ended_is_stored_by_its_next_life(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        with nothing_written(place):
            assert await texted(place, "SM1", "SM2") == [200, 200]
            assert stat.S_IMODE(journal_of(settings).stat().st_mode) == 0o600
            place.hub.stop()
            await place.hub.serving
    assert journal_of(settings).stat().st_size > 0
    async with world(settings) as place:
        await stored_again(place)
        assert await sids(place) == ["SM1", "SM2"]
        assert await told(place) == [("account.stored_late", 2)]


async def test_a_hub_killed_between_storing_and_emptying_doubles_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    left = tmp_path / "left"
    async with world(settings) as place:
        with nothing_written(place):
            await texted(place, "SM1", "SM2")
            await place.twilio("/twilio/voice", RING)
            shutil.copy(journal_of(settings), left)
        await stored_again(place)
        before = await place.entries()
    shutil.copy(left, journal_of(settings))
    async with world(settings) as place:
        await stored_again(place)
        assert await place.entries() == before


async def test_a_record_that_was_cut_off_was_never_promised(settings: Settings) -> None:
    async with world(settings) as place:
        with nothing_written(place):
            await texted(place, "SM1", "SM2")
            whole = journal_of(settings).read_bytes().rstrip(b"\0")
            place.hub.stop()
            await place.hub.serving
    journal_of(settings).write_bytes(whole[:-7])
    async with world(settings) as place:
        await stored_again(place)
        assert await sids(place) == ["SM1"]
        with nothing_written(place):
            assert await texted(place, "SM2") == [200]
        await stored_again(place)
        assert await sids(place) == ["SM1", "SM2"]


async def test_without_room_for_it_either_the_provider_is_asked_to_come_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    async with world(settings) as place:
        with nothing_written(place):
            answers = await texted(place, "SM1", "SM2", "SM3", "SM4")
            assert answers[0] == 200
            assert answers[-1] == 503
            heard = document(await place.twilio("/twilio/voice", RING))
            assert heard.find("Hangup") is None, "nobody is let go"
        await stored_again(place)
        taken = [f"SM{n}" for n, status in enumerate(answers, 1) if status == 200]
        assert await sids(place) == taken


async def test_health_numbers_and_leads_say_that_it_waits(settings: Settings) -> None:
    clock = HandClock()
    async with world(settings, clock=clock.clock()) as place:
        lea, sam = await place.agent("lea", role="lead"), await place.agent("sam")
        async with following(place, lea) as desk:
            with nothing_written(place):
                await texted(place, "SM1", "SM2")
                event = await desk.event()
                words = json.loads(event["data"])["words"]
                assert "The database has taken nothing since" in words
                ready = await place.client.get("/readyz")
                assert ready.status_code == 503
                assert "2 requests of providers are kept" in ready.text
                numbers = (await place.client.get("/metrics")).text
                assert "steadyline_kept_aside 2.0" in numbers
            await stored_again(place)
            while "kept meanwhile and stored" not in event["data"]:
                event = await desk.event()
        notices = (await place.client.get("/api/snapshot", headers=lea)).json()["notices"]
        assert [one["about"] for one in notices] == ["store"]
        assert notices[0]["roles"] == ["lead", "manager"]
        assert (await place.client.get("/api/snapshot", headers=sam)).json()["notices"] == []
        clock.passes(2)
        assert (await place.client.get("/readyz")).status_code == 200
        clock.passes(STANDS_SECONDS + 1)
        place.hub.parts.replay.gap.look()
        assert (await place.client.get("/api/snapshot", headers=lea)).json()["notices"] == []


async def test_a_forged_request_is_kept_nowhere(settings: Settings) -> None:
    async with world(settings) as place:
        with nothing_written(place):
            await texted(place, "SM1")
            before = journal_of(settings).read_bytes()
            answer = await place.client.post("/twilio/sms", data=text_fields("SM2"))
            assert answer.status_code == 403
            assert journal_of(settings).read_bytes() == before
        await stored_again(place)


async def test_two_hubs_on_one_computer_keep_a_journal_each(postgres_database: str) -> None:
    settings = settings_for(postgres_database)
    async with world(settings) as one, world(settings) as other:
        assert one.hub.parts.replay.keeper.file.path != other.hub.parts.replay.keeper.file.path
        with nothing_written(one), nothing_written(other):
            found = await asyncio.gather(texted(one, "SM1"), texted(other, "SM2"))
            assert list(found) == [[200], [200]]
        await stored_again(one)
        await stored_again(other)
        assert sorted(await sids(one)) == ["SM1", "SM2"]


async def test_a_postgres_that_lets_nobody_in_costs_no_text_and_no_call(
    postgres_database: str,
) -> None:
    name = make_url(postgres_database).database or ""
    admin = postgres_database.replace("+psycopg", "").replace(f"/{name}?", "/postgres?")
    async with world(settings_for(postgres_database)) as place:
        await texted(place, "SM0")
        place.hub.parts.record.writer.patience = 0.2
        with closing(psycopg.connect(admin, autocommit=True)) as other:
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
            await asyncio.to_thread(cut_from, admin, name)
            assert await texted(place, "SM1", "SM2") == [200, 200]
            heard = document(await place.twilio("/twilio/voice", RING))
            assert len(list(heard.iter("Say"))) == 2
            assert (await place.twilio("/twilio/voice/status", OVER)).status_code == 204
            assert (await place.client.get("/readyz")).status_code == 503
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        await stored_again(place)
        assert await sids(place) == ["SM0", "SM1", "SM2"]
        assert (await place.kinds()).count("call.ended") == 1
        assert await told(place) == [("account.stored_late", 4)]
