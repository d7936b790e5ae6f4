"""A draft follows its writer from machine to machine; the newer words win, none are sent (O6)."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

import pytest

from console.desk import hub_drafts
from console.desk.hub_drafts import HubDrafts
from console.desk.spool import NOTE, Box
from console.desk.wire_errors import Refused
from tests.desk.core.machine import SMS, Desk, post
from tests.desk.core.shelf import Machine, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.desk.spool import Spool


async def until(true: Callable[[], object]) -> None:
    """Let the desks work until something is so."""
    for steps in count():
        if true():
            return
        assert steps < 2_000, "it never came to that"
        await asyncio.sleep(0.002)


def words(spool: Spool, incident: int = 1, box: Box = NOTE) -> str:
    """What stands in a box."""
    draft = spool.draft(incident, box)
    return draft.text if draft else ""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_drafts, "PUT_SECONDS", 0.01)
    monkeypatch.setattr(hub_drafts, "AWAY_SECONDS", 0.01)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def home(tmp_path: Path, shelf: Shelf) -> Machine:
    return Machine(tmp_path / "home", shelf)


@pytest.fixture(params=[0.0, -7_200.0, 90_000.0], ids=["on time", "slow", "fast"])
def office(tmp_path: Path, shelf: Shelf, request: pytest.FixtureRequest) -> Machine:
    """The other machine, whose clock may be wrong."""
    return Machine(tmp_path / "office", shelf, request.param)


async def test_words_of_one_machine_are_on_another_with_their_cursor(
    shelf: Shelf, home: Machine, office: Machine
) -> None:
    async with home.desk() as spool:
        home.types(spool, "she hea", "she heard glass")
        home.types(spool, "call a vet", box=SMS)
        await until(lambda: len(shelf.kept) == 2)
        home.passes(1)
        spool.move(1, NOTE, (0, 3))
        await until(lambda: shelf.kept[1, "note", ""].cursor == (0, 3))
    async with office.desk() as spool:
        await until(lambda: words(spool) and words(spool, box=SMS))
        draft = spool.draft(1, NOTE)
        assert draft is not None
        assert (draft.text, draft.cursor) == ("she heard glass", (0, 3))
        assert words(spool, box=SMS) == "call a vet"
        assert spool.waiting() == []
    assert office.came == [{(1, NOTE), (1, SMS)}]


async def test_fast_typing_costs_few_requests_and_idling_none(shelf: Shelf, home: Machine) -> None:
    async with home.desk() as spool:
        for length in range(1, 200):
            home.types(spool, "x" * length)
        await until(lambda: shelf.texts.get((1, "note", "")) == "x" * 199)
        assert len(shelf.puts) < 5
        puts = len(shelf.puts)
        await asyncio.sleep(0.1)
        assert len(shelf.puts) == puts


async def test_a_second_desk_that_is_open_follows_every_word_and_every_sending(
    shelf: Shelf, home: Machine, office: Machine
) -> None:
    async with home.desk() as here, office.desk() as there:
        home.types(here, "she heard glass")
        await until(lambda: words(there) == "she heard glass")
        office.types(there, "she heard glass break")
        await until(lambda: words(here) == "she heard glass break")
        office.passes(1)
        await asyncio.to_thread(there.queue, post(1), incident=1, box=NOTE)
        await until(lambda: words(here) == "")
        assert here.waiting() == []
        assert shelf.texts == {(1, "note", ""): ""}


@pytest.mark.parametrize("is_newer_here", [True, False])
async def test_the_newer_words_win_whatever_the_clocks_say(
    shelf: Shelf, home: Machine, office: Machine, *, is_newer_here: bool
) -> None:
    shelf.is_away = True
    typed = [(home, "at home"), (office, "at the office")]
    for machine, text in typed if is_newer_here else reversed(typed):
        async with machine.desk() as spool:
            machine.types(spool, text)
    shelf.is_away = False
    newer = typed[1 if is_newer_here else 0][1]
    async with home.desk() as here, office.desk() as there:
        home.passes(100)
        await until(lambda: words(here) == words(there) == newer)
    assert shelf.texts == {(1, "note", ""): newer}


async def test_words_sent_elsewhere_are_not_back_after_a_restart(
    home: Machine, office: Machine, shelf: Shelf
) -> None:
    async with home.desk() as spool:
        home.types(spool, "she heard glass")
        await until(lambda: shelf.kept)
    async with office.desk() as spool:
        await until(lambda: words(spool))
        office.passes(1)
        await asyncio.to_thread(spool.queue, post(1), incident=1, box=NOTE)
        await until(lambda: shelf.texts == {(1, "note", ""): ""})
    async with home.desk() as spool:
        await until(lambda: not words(spool))
        assert spool.at_hub.lacks() == []


async def test_words_sent_while_the_hub_was_away_are_not_back_from_it(
    shelf: Shelf, home: Machine
) -> None:
    async with home.desk() as spool:
        home.types(spool, "she heard glass")
        await until(lambda: shelf.kept)
        shelf.is_away = True
        home.passes(1)
        await asyncio.to_thread(spool.queue, post(1), incident=1, box=NOTE)
    shelf.is_away = False
    async with home.desk() as spool:
        await until(lambda: shelf.texts == {(1, "note", ""): ""})
        assert words(spool) == ""
        assert spool.waiting() == [post(1)]


async def test_words_that_the_hub_never_had_outlive_what_was_sent_elsewhere(
    shelf: Shelf, home: Machine, office: Machine
) -> None:
    shelf.is_away = True
    async with home.desk() as spool:
        home.types(spool, "written on the train")
    shelf.is_away = False
    async with office.desk() as spool:
        office.types(spool, "something else")
        await until(lambda: shelf.kept)
        office.passes(1)
        await asyncio.to_thread(spool.queue, post(1), incident=1, box=NOTE)
        await until(lambda: shelf.texts == {(1, "note", ""): ""})
    async with home.desk() as spool:
        home.passes(1)
        await until(lambda: shelf.texts == {(1, "note", ""): "written on the train"})
        assert words(spool) == "written on the train"


async def test_a_hub_that_lost_its_drafts_is_told_again(shelf: Shelf, home: Machine) -> None:
    async with home.desk() as spool:
        home.types(spool, "she heard glass")
        await until(lambda: shelf.kept)
    shelf.kept.clear()
    home.passes(5)
    async with home.desk() as spool:
        await until(lambda: shelf.texts == {(1, "note", ""): "she heard glass"})
        assert words(spool) == "she heard glass"


async def test_what_the_hub_refuses_stays_here_and_is_not_asked_again(
    shelf: Shelf, home: Machine
) -> None:
    shelf.no = Refused("This is too long for the hub.", "too_long")
    async with home.desk() as spool:
        home.types(spool, "far too long")
        home.types(spool, "other", incident=2)
        await asyncio.sleep(0.05)
        shelf.no = None
        await asyncio.sleep(0.05)
        assert shelf.puts == []
        home.types(spool, "shorter")
        await until(lambda: shelf.puts == ["shorter"])
        assert words(spool, 2) == "other"


async def test_a_desk_that_is_closed_tells_its_last_words_and_never_waits_long(
    shelf: Shelf, home: Machine, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "spool")
    spool = desk.starts()
    at_hub = HubDrafts(shelf, spool, shelf.now)
    spool.keep(1, NOTE, "last words", (0, 0))
    await at_hub.leave()
    assert shelf.puts == ["last words"]
    desk.now += 1
    spool.keep(1, NOTE, "very last words", (0, 0))
    shelf.is_away = True
    await at_hub.leave()
    assert words(spool) == "very last words"
    desk.close()
