"""Several agents at one incident: who has it, who is there, who types."""

from __future__ import annotations

import asyncio

from console.domain.incident_events import ReleaseIncident, TakeIncident, TakeNext
from console.domain.person import IdentifyContact
from console.domain.wire import Typing
from tests.flows.floor import floor
from tests.flows.worklist import open_first


async def test_two_agents_take_the_next_at_once_and_never_get_the_same(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await shift.customer().texts("My cat is lost")
        await open_first(sam)
        told = await asyncio.gather(sam.is_told(TakeNext()), lee.is_told(TakeNext()))
        assert set(told) == {"", "Nothing is waiting: every open incident has an owner."}
        await shift.customer("Ana Ruiz", "+14155550143").texts("He bit me")
        await shift.customer("Joe Day", "+14155550144").texts("The door is broken")
        await sam.until(lambda: len(sam.model.rows()) == 3, "see three rows")
        told = await asyncio.gather(sam.is_told(TakeNext()), lee.is_told(TakeNext()))
        assert set(told) == {""}
        await sam.until(
            lambda: {r.incident.owner for r in sam.model.rows()} == {1, 2}, "see who has what"
        )


async def test_who_comes_second_is_told_who_has_it_and_may_take_over(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await shift.customer().texts("My cat is lost")
        number = await open_first(sam)
        await sam.does(TakeIncident(incident=number))
        assert "Sam Lee has it since" in await lee.is_told(TakeIncident(incident=number))
        assert "Sam Lee's" in await lee.is_told(ReleaseIncident(incident=number))
        await lee.does(TakeIncident(incident=number, over=True))
        await sam.sees("Sam Lee took it", "Lee Park took it over from Sam Lee")


async def test_others_see_who_looks_and_who_types(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await shift.customer().texts("My cat is lost")
        number = await open_first(sam)
        for doing in ("viewing", "typing", "left"):
            word = Typing.model_validate(
                {"incident": number, "agent": 99, "name": "Somebody else", "doing": doing}
            )
            await lee.link.typing(word)
            wanted = [] if doing == "left" else [("Lee Park", doing)]
            await sam.until(
                lambda wanted=wanted: (  # type: ignore[misc]
                    [(w.name, w.doing) for w in sam.model.here(number)] == wanted
                ),
                f"see that Lee {doing}",
            )
        assert lee.model.here(number) == []


async def test_an_unknown_number_is_nobody_until_a_human_says_who_it_is(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("My cat is lost")
        await open_first(sam)
        assert sam.model.rows()[0].name == "+1…42"
        assert sam.model.names.contacts[dana.handle].person is None
        await sam.does(IdentifyContact(handle=dana.handle, name="Dana Reyes"))
        await sam.until(lambda: sam.model.rows()[0].name == "Dana Reyes", "know her name")
        await sam.sees("Dana Reyes → us · SMS", "My cat is lost")
