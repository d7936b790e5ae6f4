"""A text that landed in the wrong incident goes where it belongs, on every desk."""

from __future__ import annotations

from console.domain.moving import MoveLeg
from tests.flows.floor import floor


async def test_a_text_in_the_wrong_incident_is_moved_answered_there_and_moved_back(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, robin = await shift.agent(), await shift.agent("robin", "Robin Diaz", role="lead")
        dana, ana = shift.customer(), shift.customer("Ana Ruiz", "+14155550143")
        await dana.texts("my dog ran away")
        await robin.until(lambda: len(robin.model.rows()) == 1, "see the first text")
        await ana.texts("my cat is ill")
        await robin.until(lambda: len(robin.model.rows()) == 2, "see both")
        await dana.texts("tell Ana that I feed her cat")
        await robin.until(lambda: robin.model.incidents[1].unanswered == 2, "see the third")
        await robin.opens(1)
        await robin.opens(2)
        scene = robin.model.opened[1].scene
        stray = next(key for key, one in scene.messages.items() if "Ana" in one.body)
        there = MoveLeg(incident=1, stream=f"message/{stray}", into=2, reason="about the cat")
        await sam.does(there)
        await robin.until(lambda: robin.model.stale == {1, 2}, "be told to read both anew")
        await robin.opens(1)
        await robin.opens(2)
        told = [[line.text for line in robin.model.lines(n)] for n in (1, 2)]
        assert "tell Ana that I feed her cat" not in told[0]
        assert "tell Ana that I feed her cat" in told[1]
        assert [robin.model.incidents[n].unanswered for n in (1, 2)] == [1, 2]
        await robin.sees("Sam Lee moved a text from here to", "Sam Lee moved a text here from")

        back = there.model_copy(update={"incident": 2, "into": 1, "reason": "it was right"})
        await robin.does(back)
        await sam.until(lambda: sam.model.incidents[1].unanswered == 2, "see it come back")
        await sam.opens(1)
        await sam.sees("my dog ran away", "tell Ana that I feed her cat", "it was right")
