"""``GET /api/on-call``: who can help, for everybody with a desk and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hub.http.kit import world

if TYPE_CHECKING:
    from console.config import Settings


async def test_every_desk_reads_who_can_help_with_numbers_masked(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent()
        answer = await place.client.get("/api/on-call", headers=sam)
        assert answer.status_code == 200
        board = answer.json()
        addresses = [one["address"] for row in board["rows"] for one in row["people"]]
        assert "+1…50" in addresses
        assert "+14155550150" not in answer.text
        assert board["dead"] == ["Lead on duty: no lead is at a desk"]
        assert ["sam", "Sam"] in board["members"]


async def test_a_stranger_and_an_admin_do_not(settings: Settings) -> None:
    async with world(settings) as place:
        ada = await place.agent("ada", "admin")
        assert (await place.client.get("/api/on-call")).status_code == 401
        assert (await place.client.get("/api/on-call", headers=ada)).status_code == 403
