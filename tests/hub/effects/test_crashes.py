"""A hub that dies between any two steps of sending, and hubs that share one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.base import Receipt
from console.domain.message_events import SendMail
from console.hub.effects.messages import GIVE_UP_SECONDS
from console.hub.effects.table import EffectTable
from console.hub.store.asks import LEASE_SECONDS
from console.hub.wishes import EffectTold
from tests.hub.effects.crew import crew
from tests.hub.store.shift import ANA, KIM

if TYPE_CHECKING:
    from console.hub.store.wish import Outcome, Wish
    from tests.hub.effects.crew import Crew


async def composes(us: Crew) -> str:
    """Let the hub die right after it has stored what is to be sent."""
    await us.opens()
    us.dies()
    return await us.sends()


async def next_run(us: Crew) -> None:
    """Begin as a new hub does, and wait until the dead one's leases are over."""
    if us.effects.alone:
        await us.effects.start()
        await us.effects.tick()
        await us.settle()
    await us.passes(LEASE_SECONDS + 1)


async def test_a_crash_before_the_attempt_sends_in_the_next_run(database_url: str) -> None:
    async with crew(database_url) as us:
        key = await composes(us)
        assert us.texts.sent == []
        async with crew(database_url, of=us) as after:
            await next_run(after)
            assert len(us.texts.sent) == 1
            assert after.message(key).status == "queued"
            assert after.hub.faults() == []


@pytest.mark.parametrize("left", [True, False])
async def test_a_crash_after_the_attempt_is_looked_up_and_never_sent_again(
    database_url: str, left: bool
) -> None:
    async with crew(database_url) as us:
        key = await composes(us)
        composed = us.hub.entries()[-1]
        attempted = EffectTold(
            f"{composed.seq}:text.send", composed.stream, "attempted", "text.send"
        )
        await us.hub.asks(attempted, cause=f"entry:{composed.seq}:text.send:attempted")
        if left:
            us.texts.found.answers.append(Receipt("SM-left", "delivered"))
        async with crew(database_url, of=us) as after:
            await next_run(after)
            for _ in range(5):
                await after.passes(60)
            assert us.texts.sent == []
            assert len(us.texts.looks) == (1 if left else 3)
            message = after.message(key)
            assert (message.status, message.unsure) == (
                ("delivered", False) if left else ("sending", True)
            )


async def test_a_crash_after_the_outcome_was_stored_does_nothing_more(database_url: str) -> None:
    async with crew(database_url) as us:
        key = await composes(us)
        composed = us.hub.entries()[-1]
        for how in ("attempted", "done"):
            told = EffectTold(f"{composed.seq}:text.send", composed.stream,
                              "attempted" if how == "attempted" else "done",
                              "text.send", sid="SM1")  # fmt: skip
            await us.hub.asks(told, cause=f"entry:{composed.seq}:text.send:{how}")
        async with crew(database_url, of=us) as after:
            await next_run(after)
            assert (us.texts.sent, us.texts.looks) == ([], [])
            assert after.message(key).sid == "SM1"
            assert after.effect("text.send") == "done"


async def test_an_attempt_that_another_hub_has_begun_is_not_made_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with crew(database_url) as us:
        key = await composes(us)
        async with crew(database_url, of=us) as after:
            ours = after.hub.record.record

            async def second(wish: Wish) -> Outcome:
                if isinstance(wish.command, EffectTold):
                    await us.hub.record.record(wish)
                return await ours(wish)

            monkeypatch.setattr(after.hub.record, "record", second)
            await next_run(after)
            assert us.texts.sent == []
            assert after.message(key).unsure


async def test_a_text_that_a_slow_hub_has_begun_is_looked_up_and_not_called_too_late(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with crew(database_url) as us:
        key = await composes(us)
        composed = us.hub.entries()[-1]
        us.hub.clock.turn(GIVE_UP_SECONDS + 1)
        us.texts.found.answers.append(Receipt("SM-left", "delivered"))
        async with crew(database_url, of=us) as after:
            ours = after.hub.record.record

            async def begun(wish: Wish) -> Outcome:
                if isinstance(wish.command, EffectTold) and wish.command.how == "expired":
                    begins = EffectTold(
                        f"{composed.seq}:text.send", composed.stream, "attempted", "text.send"
                    )
                    cause = f"entry:{composed.seq}:text.send:attempted"
                    await us.hub.asks(begins, cause=cause)
                return await ours(wish)

            monkeypatch.setattr(after.hub.record, "record", begun)
            await next_run(after)
            assert us.texts.sent == []
            assert (after.message(key).status, after.message(key).sid) == ("delivered", "SM-left")


async def test_mail_is_never_looked_up_nor_sent_twice(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        mail = SendMail(incident=1, to=("mailto:ana@example.com",), body="we look for him")
        key = (await us.hub.desk(1, mail)).entries[-1].event.id
        await us.passes(9)
        assert us.mails.sent == []
        await us.passes(2)
        (sent,) = us.mails.sent
        assert sent.to == ("ana@example.com",)
        assert sent.reply_to.startswith("reply+")
        assert us.message(key).sid == "SG1"
        await us.passes(120)
        assert len(us.mails.sent) == 1


async def test_two_hubs_share_the_work_and_do_each_thing_once(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.dies()
        keys = [await us.sends(f"text {n}", to=KIM) for n in range(20)]
        us.hub.run_sql("UPDATE effect SET state = 'ready', owner = NULL, lease = NULL")
        async with crew(database_url, of=us) as other:
            for _ in range(60):
                for one in (us, other):
                    await one.effects.tick()
                for one in (us, other):
                    await one.settle()
                us.hub.clock.turn(1)
            assert sorted(text.out for text in us.texts.sent) == sorted(keys)
            assert [text.body for text in us.texts.sent] == [f"text {n}" for n in range(20)]
            assert us.hub.faults() == []


async def test_a_due_effect_is_claimed_by_one_hub(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.dies()
        for number in range(100):
            await us.sends(f"text {number}")
        us.hub.run_sql("UPDATE effect SET state = 'ready', owner = NULL, lease = NULL")
        tables = [EffectTable(us.hub.engine, name) for name in ("one", "two")]
        now = us.hub.clock.now().timestamp()
        claimed = [job.id for _ in range(3) for table in tables for job in table.claim_due(now)]
        assert len(claimed) == len(set(claimed)) == 100


async def test_work_under_way_keeps_its_lease_however_long_it_takes(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()

        async def slow() -> None:
            us.hub.clock.turn(LEASE_SECONDS + 5)
            await us.effects.tick()

        us.texts.script.meanwhile.append(slow)
        key = await us.sends()
        await us.settle()
        assert (len(us.texts.sent), us.texts.looks) == (1, [])
        assert us.message(key).status == "queued"


async def test_what_became_due_during_its_own_commit_is_done_once(database_url: str) -> None:
    """A commit may wait for its database for as long as an undo lasts."""
    async with crew(database_url) as us:
        await us.opens()
        us.hub.record.on_commit = us.hub.commits.append
        mail = SendMail(incident=1, to=("mailto:ana@example.com",), body="we look for him")
        key = (await us.hub.desk(1, mail)).entries[-1].event.id
        us.hub.clock.turn(11)
        us.effects.run(us.hub.commits[-1])
        await us.effects.tick()
        await us.settle()
        await us.passes(60)
        assert len(us.mails.sent) == 1
        assert us.hub.kinds(f"message/{key}").count("message.accepted") == 1


async def test_a_hub_that_ends_begins_nothing_more(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.effects.start()
        await us.effects.stop()
        await us.sends(to=ANA)
        await us.settle()
        assert us.texts.sent == []
