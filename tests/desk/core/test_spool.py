"""What was typed is on this machine until the hub has it."""

from __future__ import annotations

import errno
import os
import time
from itertools import pairwise

import pytest

from console.desk import keeping
from tests.desk.core.machine import Desk, post, texts


def test_drafts_are_back_after_a_restart_one_for_each_box(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, "note", "Dog i", (0, 5))
    spool.keep(1, "note", "Dog is calm", (0, 11))
    spool.keep(1, "sms", "We call you.\nSoon. ¿Sí?", (1, 3))
    spool.keep(2, "note", "other", (0, 0))
    spool.clear(2, "note")
    desk.ends(spool)
    again = desk.starts()
    assert texts(again) == {(1, "note"): "Dog is calm", (1, "sms"): "We call you.\nSoon. ¿Sí?"}
    draft = again.draft(1, "sms")
    assert draft is not None
    assert draft.cursor == (1, 3)
    assert again.draft(2, "note") is None


def test_the_start_says_what_was_restored_and_how_old_it_is(desk: Desk) -> None:
    spool = desk.starts()
    assert spool.restored == ""
    spool.keep(1, "note", "Dog", (0, 3))
    spool.queue(post(1))
    desk.ends(spool)
    desk.now += 0.4
    assert desk.starts().restored == "restored 0.4 s after the last key: 1 draft, 1 not yet sent"


def test_a_clock_set_back_makes_no_negative_time(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, "note", "Dog", (0, 3))
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
    spool.keep(1, "note", "note 1", (0, 6))
    before = desk.log().read_bytes().count(b"\n")
    spool.queue(post(1), incident=1, box="note")
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
    spool.keep(1, "note", "whole", (0, 5))
    desk.ends(spool)
    with desk.log().open("ab") as log:
        log.write(torn)
    again = desk.starts()
    assert texts(again) == {(1, "note"): "whole"}
    again.keep(1, "sms", "after it", (0, 0))
    desk.ends(again)
    assert texts(desk.starts()) == {(1, "note"): "whole", (1, "sms"): "after it"}


def test_half_a_surrogate_pair_is_kept_as_a_question_mark(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, "note", "dog \ud83d", (0, 5))
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
        spool.keep(1, "note", "typed", (0, 5))
        spool.queue(post(1))
        assert words in spool.trouble
        draft = spool.draft(1, "note")
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
    spool.keep(1, "sms", "before", (0, 0))
    real = os.write
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:9]))
        spool.keep(1, "note", "typed", (0, 5))
    spool.keep(1, "note", "typed on", (0, 8))
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
        spool.keep(1, "note", f"{number} " + "x" * 500, (0, number))
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
        spool.keep(1, "note", "x" * (2_000 + number), (0, number))
        costs.append(time.perf_counter() - begun)
    assert sorted(costs)[len(costs) // 2] < 0.0003
