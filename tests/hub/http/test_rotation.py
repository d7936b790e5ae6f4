"""The auth token is changed: both count until the agreed moment, then only the new one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from console import config
from tests.hub.http.kit import FORM, HandClock, settings_for, signature, text_fields, world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hub.http.kit import World

NEW, OLD = "the-new-auth-token", "the-old-auth-token"


async def signed_with(place: World, token: str, sid: str) -> int:
    """Let a text come in that was signed with a token; gives the status."""
    fields = text_fields(sid)
    headers = {"content-type": FORM, "x-twilio-signature": signature("/twilio/sms", fields, token)}
    body = urlencode(fields)
    return (await place.client.post("/twilio/sms", content=body, headers=headers)).status_code


def rotating(folder: Path, until: str) -> config.Settings:
    """Settings of a hub that was given both tokens."""
    return settings_for(
        f"sqlite:///{folder / 'hub.db'}",
        {"TWILIO_AUTH_TOKEN": NEW, "TWILIO_PREVIOUS_AUTH_TOKEN": OLD},
        twilio_previous_auth_token_until=until,
    )


async def test_the_old_token_ends_at_the_agreed_moment(tmp_path: Path) -> None:
    clock = HandClock()
    until = (clock.wall + timedelta(hours=1)).isoformat()
    async with world(rotating(tmp_path, until), clock=clock.clock()) as place:
        assert await signed_with(place, NEW, "SM1") == 200
        assert await signed_with(place, OLD, "SM2") == 200
        assert await signed_with(place, "another", "SM3") == 403
        clock.passes(3599)
        assert await signed_with(place, OLD, "SM4") == 200
        clock.passes(1)
        assert await signed_with(place, OLD, "SM5") == 403
        assert await signed_with(place, NEW, "SM6") == 200
        clock.passes(-7200)
        assert await signed_with(place, OLD, "SM7") == 403, "what has ended stays ended"
        assert (await place.kinds()).count("message.received") == 4


async def test_the_first_use_of_the_old_token_and_its_end_are_on_record_once(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    until = (clock.wall + timedelta(hours=1)).isoformat()
    async with world(rotating(tmp_path, until), clock=clock.clock()) as place:
        look = place.hub.parts.effects.patrols[-1]
        await signed_with(place, NEW, "SM1")
        await look()
        assert [kind for kind in await place.kinds() if kind.startswith("account.")] == []
        for sid in ("SM2", "SM3"):
            await signed_with(place, OLD, sid)
            await look()
        clock.passes(3600)
        await look()
        kinds = [kind for kind in await place.kinds() if kind.startswith("account.")]
        assert kinds == ["account.previous_token_used", "account.previous_token_ended"]
        assert '"used":true' in (await place.entries())[-1]
        assert OLD not in "".join(await place.stored())
    async with world(rotating(tmp_path, until), clock=clock.clock()) as place:
        await place.hub.parts.effects.patrols[-1]()
        assert sum(kind.startswith("account.") for kind in await place.kinds()) == 2


async def test_without_a_moment_both_count(tmp_path: Path) -> None:
    clock = HandClock()
    async with world(rotating(tmp_path, ""), clock=clock.clock()) as place:
        clock.passes(30 * 86_400)
        assert await signed_with(place, OLD, "SM1") == 200
        assert await signed_with(place, NEW, "SM2") == 200


@pytest.mark.parametrize("until", ["tomorrow", "2026-03-01T18:00:00", "18:00"])
def test_a_moment_that_is_none_is_refused(tmp_path: Path, until: str) -> None:
    with pytest.raises(config.ConfigError, match="a moment like"):
        rotating(tmp_path, until)
