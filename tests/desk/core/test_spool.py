"""What was typed is on this machine until the hub has it."""

from __future__ import annotations

import errno
import os
import time
from itertools import pairwise

import pytest

from console.desk import keeping
from console.desk.spool import NOTE, Box, Spool
from tests.desk.core.machine import SMS, Desk, post, texts


def test_drafts_are_back_after_a_restart_one_for_each_box(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "Dog i", (0, 5))
    spool.keep(1, NOTE, "Dog is calm", (0, 11))
    spool.keep(1, SMS, "We call you.\nSoon. ¿Sí?", (1, 3))
    spool.keep(2, NOTE, "other", (0, 0))
    spool.keep(2, NOTE, "", (0, 0))
    desk.ends(spool)
    again = desk.starts()
    assert texts(again) == {(1, "note"): "Dog is calm", (1, "sms"): "We call you.\nSoon. ¿Sí?"}
    draft = again.draft(1, SMS)
    assert draft is not None
    assert draft.cursor == (1, 3)
    assert again.draft(2, NOTE) is None


def test_the_start_says_what_was_restored_and_how_old_it_is(desk: Desk) -> None:
    spool = desk.starts()
    assert spool.restored == ""
    spool.keep(1, NOTE, "Dog", (0, 3))
    spool.queue(post(1))
    desk.ends(spool)
    desk.now += 0.4
    assert desk.starts().restored == "restored 0.4 s after the last key: 1 draft, 1 not yet sent"


def test_a_clock_set_back_makes_no_negative_time(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "Dog", (0, 3))
    desk.ends(spool)
    desk.now -= 7200
    assert desk.starts().restored == "restored some time after the last key: 1 draft"


def test_commands_wait_in_order_until_the_hub_has_answered(desk: Desk) -> None:
    spool = desk.starts()
    for number in (3, 1, 2, 1):
        spool.queue(post(number))
    spool.done("cmd-0001")
    desk.ends(spool)
    assert desk.starts().waiting() == [post(3), post(2)]


def test_queueing_a_command_and_clearing_its_box_is_one_step(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "note 1", (0, 6))
    before = desk.log().read_bytes().count(b"\n")
    spool.queue(post(1), incident=1, box=NOTE)
    assert desk.log().read_bytes().count(b"\n") == before + 1
    desk.ends(spool)
    again = desk.starts()
    assert (again.drafts(), again.waiting()) == ([], [post(1)])


def test_a_command_is_on_the_disk_before_queue_returns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = desk.starts()
    synced: list[bytes] = []
    real = os.fsync

    def fsync(fd: int) -> None:
        synced.append(desk.log().read_bytes())
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    spool.queue(post(1))
    assert any(b"cmd-0001" in content for content in synced)


def test_the_desk_reopens_where_the_cursor_was(desk: Desk) -> None:
    spool = desk.starts()
    assert spool.last_place() is None
    spool.place(7, "note")
    spool.place(9, "sms")
    desk.ends(spool)
    place = desk.starts().last_place()
    assert place is not None
    assert (place.incident, place.focus) == (9, "sms")


@pytest.mark.parametrize("torn", [b'{"kind":"draft","inci', b"\0\0\0\0", b"[]\n7\n", b"\xff\xfe"])
def test_a_torn_last_line_costs_that_line_only(desk: Desk, torn: bytes) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "whole", (0, 5))
    desk.ends(spool)
    with desk.log().open("ab") as log:
        log.write(torn)
    again = desk.starts()
    assert texts(again) == {(1, "note"): "whole"}
    again.keep(1, SMS, "after it", (0, 0))
    desk.ends(again)
    assert texts(desk.starts()) == {(1, "note"): "whole", (1, "sms"): "after it"}


def test_half_a_surrogate_pair_is_kept_as_a_question_mark(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "dog \ud83d", (0, 5))
    desk.ends(spool)
    assert texts(desk.starts()) == {(1, "note"): "dog ?"}


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "can't be written")]
)
def test_a_full_or_readonly_disk_never_stops_the_typing_and_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    spool = desk.starts()

    def refuse(fd: int, data: bytes | memoryview) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", refuse)
        spool.keep(1, NOTE, "typed", (0, 5))
        spool.queue(post(1))
        assert words in spool.trouble
        draft = spool.draft(1, NOTE)
        assert draft is not None
        assert spool.waiting() == [post(1)]
    spool.queue(post(2))
    assert spool.trouble == ""
    desk.ends(spool)
    again = desk.starts()
    assert (texts(again), again.waiting()) == ({(1, "note"): "typed"}, [post(1), post(2)])


def test_half_a_write_on_a_full_disk_damages_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = desk.starts()
    spool.keep(1, SMS, "before", (0, 0))
    real = os.write
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:9]))
        spool.keep(1, NOTE, "typed", (0, 5))
    spool.keep(1, NOTE, "typed on", (0, 8))
    desk.ends(spool)
    assert texts(desk.starts()) == {(1, "sms"): "before", (1, "note"): "typed on"}


def test_the_file_stays_small_however_long_the_shift(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SYNC_SECONDS", 0.001)
    spool = desk.starts(compact_bytes=20_000)
    spool.queue(post(1))
    deadline, number = time.monotonic() + 10, 0
    sizes = [0]
    # Type until the file was seen to shrink three times.
    while sum(b < a for a, b in pairwise(sizes)) < 3:
        assert time.monotonic() < deadline
        number += 1
        spool.keep(1, NOTE, f"{number} " + "x" * 500, (0, number))
        sizes.append(desk.log().stat().st_size)
    desk.ends(spool)
    again = desk.starts()
    assert texts(again)[1, "note"].startswith(f"{number} ")
    assert again.waiting() == [post(1)]


def test_a_keystroke_costs_less_than_a_third_of_a_millisecond(desk: Desk) -> None:
    spool = desk.starts()
    costs = []
    for number in range(500):
        begun = time.perf_counter()
        spool.keep(1, NOTE, "x" * (2_000 + number), (0, number))
        costs.append(time.perf_counter() - begun)
    assert sorted(costs)[len(costs) // 2] < 0.0003


def test_each_receiver_of_one_channel_has_a_draft_of_their_own(desk: Desk) -> None:
    spool = desk.starts()
    other = Box("sms", "tel:+14155550103")
    spool.keep(1, SMS, "he is at the door", (0, 0))
    spool.keep(1, other, "don't go home", (0, 0))
    spool.queue(post(1), incident=1, box=SMS)
    desk.ends(spool)
    assert [(draft.to, draft.text) for draft in desk.starts().drafts()] == [
        (other.to, "don't go home")
    ]


def test_a_draft_of_a_spool_that_knew_no_receivers_is_still_there(desk: Desk) -> None:
    desk.ends(desk.starts())
    with desk.log().open("ab") as log:
        log.write(b'{"kind":"draft","incident":1,"box":"sms","text":"old","cursor":[0,3],"at":1}\n')
        log.write(b'{"kind":"draft","incident":1,"box":"note","text":"mine","at":2}\n')
        log.write(b'{"kind":"draft","incident":2,"box":"sms","text":"sent","at":2}\n')
        queued = post(1).model_dump_json().encode()
        log.write(b'{"kind":"queued","post":%s,"incident":2,"box":"sms"}\n' % queued)
    spool = desk.starts()
    assert texts(spool) == {(1, "sms"): "old", (1, "note"): "mine"}
    assert spool.draft(1, Box("sms")) is not None
    assert spool.waiting() == [post(1)]


def test_the_cursor_is_kept_where_it_went_without_typing(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "Dog is calm", (0, 11))
    size = desk.log().stat().st_size
    spool.move(1, NOTE, (0, 3))
    spool.move(1, NOTE, (0, 3))
    spool.move(2, NOTE, (0, 3))
    assert desk.log().stat().st_size < size + 120
    desk.ends(spool)
    draft = desk.starts().draft(1, NOTE)
    assert draft is not None
    assert (draft.text, draft.cursor) == ("Dog is calm", (0, 3))


def lacks(spool: Spool) -> list[str]:
    return [draft.text for draft in spool.at_hub.lacks()]


@pytest.mark.parametrize("slots", [1, 2])
def test_a_restart_knows_what_the_hub_was_told(desk: Desk, slots: int) -> None:
    # With a second slot held, the next desk takes over what another one left.
    held = [desk.starts() for _ in range(slots - 1)]
    spool = desk.starts()
    for number, words in enumerate(("told", "newer", "sent", "never told"), 1):
        desk.now += 1
        spool.keep(number, NOTE, words, (0, 0))
    for draft in spool.drafts()[:3]:
        spool.at_hub.told(draft)
    desk.now += 1
    spool.keep(2, NOTE, "newer than told", (0, 0))
    spool.queue(post(1), incident=3, box=NOTE)
    assert lacks(spool) == ["", "never told", "newer than told"]
    for one in (spool, *held):
        desk.ends(one)
    again = desk.starts()
    assert lacks(again) == ["", "never told", "newer than told"]
    for draft in again.at_hub.lacks():
        again.at_hub.told(draft)
    assert lacks(again) == []
    desk.ends(again)
    assert lacks(desk.starts()) == []


def test_a_draft_that_was_sent_while_the_hub_was_told_of_it_is_dropped_there_too(
    desk: Desk,
) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "half", (0, 0))
    (told,) = spool.at_hub.lacks()
    spool.queue(post(1), incident=1, box=NOTE)
    assert lacks(spool) == []
    spool.at_hub.told(told)
    assert lacks(spool) == [""]
