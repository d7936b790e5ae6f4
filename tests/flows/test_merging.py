"""Two people report one thing: their incidents become one for everybody, and two again."""

from __future__ import annotations

from console.domain.incident_events import TakeIncident
from console.domain.merging import MergeIncident, UndoMerge
from console.domain.message_events import SendText
from tests.flows.floor import floor


async def test_two_reports_of_one_dog_are_one_piece_of_work_for_both_desks(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, robin = await shift.agent(), await shift.agent("robin", "Robin Diaz", role="lead")
        dana, ana = shift.customer(), shift.customer("Ana Ruiz", "+14155550143")
        await dana.texts("my dog ran away")
        await robin.until(lambda: len(robin.model.rows()) == 1, "see the first text")
        await ana.texts("I have seen a dog")
        await robin.until(lambda: len(robin.model.rows()) == 2, "see both texts")
        await robin.opens(1)
        await sam.does(TakeIncident(incident=2))
        await sam.does(MergeIncident(incident=2, into=1, reason="it is her dog"))
        await robin.until(lambda: robin.model.stale == {1}, "be told to read it anew")
        await robin.opens(1)
        other = robin.model.incidents[2].ref
        await robin.sees("my dog ran away", f"{other} · ", "I have seen a dog")
        await robin.sees(f"Sam Lee merged {other} into this | it is her dog")
        (row,) = robin.model.rows()
        assert (row.incident.number, row.incident.unanswered) == (1, 2)
        assert row.incident.owner_name == "Sam Lee"

        await ana.texts("it wears a red collar")
        await robin.sees("it wears a red collar")
        assert robin.model.rows()[0].incident.unanswered == 3
        await sam.does(SendText(incident=1, to=ana.handle, body="thank you, where was it?"))
        await ana.gets("thank you, where was it?")
        await robin.until(
            lambda: robin.model.rows()[0].incident.unanswered == 0, "see all answered"
        )

        found = await robin.link.find(other)
        assert [one.incident.number for one in found] == [1]
        assert (await robin.link.incident(2)).incident.number == 1


async def test_an_undone_merge_is_two_incidents_again_on_every_desk(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, robin = await shift.agent(), await shift.agent("robin", "Robin Diaz", role="lead")
        dana, ana = shift.customer(), shift.customer("Ana Ruiz", "+14155550143")
        await dana.texts("my dog ran away")
        await robin.until(lambda: len(robin.model.rows()) == 1, "see the first text")
        await ana.texts("I have seen a dog")
        await robin.until(lambda: len(robin.model.rows()) == 2, "see both texts")
        await sam.does(TakeIncident(incident=2))
        await sam.does(MergeIncident(incident=2, into=1, reason="it is her dog"))
        await ana.texts("it wears a red collar")
        await sam.until(lambda: len(sam.model.rows()) == 1, "see one incident")
        await robin.does(UndoMerge(incident=2, reason="another dog"))
        await sam.until(lambda: len(sam.model.rows()) == 2, "see two incidents again")
        assert sam.model.incidents[2].owner_name == "Sam Lee"
        assert sam.model.incidents[1].owner is None
        await sam.opens(2)
        await sam.sees("I have seen a dog", "Robin Diaz undid the merge")
        await sam.opens(1)
        await sam.sees("my dog ran away", "it wears a red collar")
