"""Logs: one event is one line, nothing in it acts, and nothing in it is anybody's business."""

from __future__ import annotations

import io
import json
import logging
import stat
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest

from console import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBER, ADDRESS = "+14155550142", "ana.ruiz@example.com"
HOSTILE = [
    'ok"}\n{"level": "critical", "event": "forged"}',
    "one\r\ntwo\rthree",
    "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m",
    "right\u202eto\u2066left\u2028line\u0085next",
    "nul\x00bell\x07",
    "x" * 1_000_000,
]


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _loggers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    hooks = threading.excepthook, sys.unraisablehook
    yield
    threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.raiseExceptions = raising
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    logs.to_stream("debug", stream)
    return stream


def _events(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


log = logging.getLogger("console.hub.example")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_one_event_is_one_line_of_plain_ascii(written: io.StringIO, words: str) -> None:
    log.info("taken %s", words, extra={"user_agent": words, words[:80]: 1})
    text = written.getvalue()
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert text[:-1].isascii()
    assert text[:-1].isprintable()
    assert len(text) < 8_000
    (event,) = _events(written)
    assert event["level"] == "info"


def test_what_was_cut_is_counted(written: io.StringIO) -> None:
    log.info("taken", extra={"agent": "x" * 600})
    assert _events(written)[0]["agent"] == "x" * 500 + "… (100 more)"


@pytest.mark.parametrize("words", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_on_a_terminal_nothing_acts(words: str) -> None:
    terminal = Terminal()
    logs.to_stream("info", terminal)
    log.warning("taken %s", words, extra={"user_agent": words})
    text = terminal.getvalue()
    assert text.count("\n") == 1
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in text[:-1])
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "words",
    [
        NUMBER,
        f"tel:{NUMBER}",
        f"mailto:{ADDRESS}",
        f"https://hub.example.com/x?who={NUMBER[1:]}&token=abcdef",
        "Authorization: Bearer sl_12ab_secretsecret",
        "token=sl_0a1b2c3d_secretsecret",
        "postgresql://hub:hunter2@db/hub",
    ],
)
def test_numbers_addresses_and_tokens_are_masked_even_when_somebody_logs_them(
    written: io.StringIO, words: str
) -> None:
    log.debug("sent to %s", words, extra={"to": words})
    text = written.getvalue()
    for private in (NUMBER[1:], ADDRESS, "abcdef", "secretsecret", "hunter2"):
        assert private not in text


def test_a_masked_number_keeps_its_country_and_its_end() -> None:
    assert logs.masked(NUMBER) == "+1…0142"
    assert logs.masked("911") == "…"


def test_an_error_is_told_by_its_types_and_places_never_by_its_words(
    written: io.StringIO,
) -> None:
    def store(text: str) -> None:
        raise ValueError(f"could not store {text}")

    try:
        try:
            store(f"he is here {NUMBER}")
        except ValueError as error:
            raise LookupError(ADDRESS) from error
    except LookupError:
        log.exception("effect_failed", extra={"effect": "12:text"})
    (event,) = _events(written)
    told = str(event["error"])
    assert "builtins.LookupError in test_an_error" in told
    assert "builtins.ValueError in store (cli/test_logs.py:" in told
    assert "he is here" not in written.getvalue()
    assert ADDRESS not in written.getvalue()
    assert event["effect"] == "12:text"


def test_a_wrong_log_call_breaks_nothing_and_prints_nothing(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("%d items", "many")
    assert _events(written)[0]["event"] == "%d items"
    assert capsys.readouterr().err == ""


def test_libraries_that_repeat_addresses_and_statements_are_quiet(written: io.StringIO) -> None:
    for name in logs.TALKATIVE:
        logging.getLogger(name).info("GET /%s", NUMBER)
    assert written.getvalue() == ""


def test_what_libraries_say_is_told_without_what_they_say_it_about(written: io.StringIO) -> None:
    words = "the key is under the mat"
    logging.getLogger("psycopg").warning("ignored: %s", words)
    logging.getLogger("asyncio").error(f"Task failed\nfuture: <Task exception={words!r}>")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(words, UserWarning, stacklevel=1)
    told = [str(event["event"]) for event in _events(written)]
    assert told[:2] == ["ignored: %s", "Task failed"]
    assert told[2].endswith(": UserWarning")
    assert words not in written.getvalue()


def test_what_nobody_caught_is_told_without_its_words(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "the key is under the mat"

    def fails() -> None:
        raise KeyError(words)

    class Leaves:
        def __del__(self) -> None:
            raise KeyError(words)

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    leaves = Leaves()
    del leaves
    told = _events(written)
    assert [event["event"] for event in told] == ["thread_failed", "not_raised"]
    assert all(str(event["error"]).startswith("builtins.KeyError in ") for event in told)
    assert words not in written.getvalue() + capsys.readouterr().err


def _warn(quiet: logs.Repeats, at: float, words: str = "stream_lost") -> logging.LogRecord | None:
    record = logging.makeLogRecord(
        {"name": "console.hub", "levelno": logging.WARNING, "msg": words, "created": at}
    )
    return record if quiet.filter(record) else None


def test_a_repeated_warning_is_told_five_times_a_minute_and_then_counted() -> None:
    quiet = logs.Repeats()
    told = [_warn(quiet, at) for at in range(30)]
    assert [at for at, record in enumerate(told) if record] == [0, 1, 2, 3, 4]
    assert _warn(quiet, 30, "something_else") is not None
    later = _warn(quiet, 61)
    assert later is not None
    assert vars(later)["left_out"] == 25


def test_a_log_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "desk.log"
    logs.to_file("info", path)
    log.info("desk_opened", extra={"incident": 12})
    logs.to_stream("info", io.StringIO())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    event = json.loads(path.read_text("utf-8"))
    assert (event["event"], event["incident"]) == ("desk_opened", 12)
