"""What can't be put on record is refused, and nothing of it is shown (O4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.hub.store import engine as engines
from tests.hub.http.kit import settings_for
from tests.hub.http.outages import nothing_written
from tests.hub.http.test_restricted import SECRET, floor

if TYPE_CHECKING:
    import httpx

MEDIA = "/api/incidents/1/messages/SM1/media/0"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a locked database be given up sooner."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)


def refused(answer: httpx.Response) -> bool:
    """Whether somebody was told in words that it can't be done now, and shown nothing."""
    words = answer.json()["error"]["message"]
    shown = SECRET in answer.text or "5550142" in answer.text
    return answer.status_code == 503 and "try again" in words and not shown


async def test_what_must_leave_an_entry_is_refused_while_none_can_be_written(
    database_url: str,
) -> None:
    async with floor(settings_for(database_url)) as here:
        ana = {"incident": 1, "handle": "tel:+14155550142", "reason": "to ring her back"}
        with nothing_written(here.place):
            assert refused(await here.wishes(here.sam, "contact.reveal", **ana))
            media = {"incident": 1, "message": "SM1", "place": 0}
            assert refused(await here.wishes(here.sam, "media.open", **media))
            assert (await here.gets(here.sam, MEDIA)).status_code in (403, 404, 409)
            assert refused(await here.wishes(here.sam, "incident.take", incident=1))
        await here.restrict(3)
        with nothing_written(here.place):
            for path in ("/api/incidents/1", "/api/incidents/1/entries"):
                assert refused(await here.gets(here.lee, path)), path
        assert await here.reads() == []
        assert SECRET in (await here.gets(here.lee, "/api/incidents/1")).text
