"""An audio page as the hub knows it, for flows that need no browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.flows.desk import Desk


async def page_says(desk: Desk, state: str) -> None:
    """Let the audio page of somebody tell how its line stands."""
    code = (await desk.link.audio_code()).code
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as page:
        entered = await page.post("/api/audio/session", json={"code": code})
        shown = {"authorization": f"Bearer {entered.json()['session']}"}
        told = await page.post("/api/audio/line", headers=shown, json={"state": state})
        assert told.is_success
