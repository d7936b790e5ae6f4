"""What programs say about themselves: one event is one line, of ids, never of contents."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

MAX_VALUE = 500
"""Characters of one value; the rest is cut and counted."""
MAX_VALUES = 30
REPEATS = 5
REPEAT_SECONDS = 60.0
MOST_KINDS = 1000
"""Kinds of warnings that are counted before counting starts anew."""

# They put whole addresses, statements and parameters into their messages.
TALKATIVE = ("alembic", "httpcore", "httpx", "python_multipart", "sqlalchemy", "twilio", "uvicorn")

OURS = ("channels", "console")
_WARNING = re.compile(r".{0,300}?:\d+: \w+(?=:)")
"""Place and kind of a warning, without its words."""

_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
_PRIVATE = (
    (re.compile(r"\b(Bearer|Basic)\s+\S+", re.IGNORECASE), r"\1 ***"),
    (re.compile(r"\bsl_[0-9a-f]{8}_[\w-]+"), "sl_***"),
    (re.compile(r"(?<=//)[^/@\s]+@"), "***@"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "***@***"),
    (re.compile(r"(https?://[^\s?#\"']+)[?#][^\s\"']*"), r"\1?***"),
    (re.compile(r"\+[1-9]\d{6,14}(?!\d)"), lambda found: masked(found[0])),
)


def masked(number: str) -> str:
    """A phone number of which only the country and the end can be read: ``+1…0142``."""
    return f"{number[:2]}…{number[-4:]}" if len(number) > 7 else "…"


def guarded(text: str) -> str:
    """A text without what looks like a number, an address, a token or a URL's query; cut.

    The second net: the first is that such things are not logged at all.
    """
    over = len(text) - MAX_VALUE
    text = text[:MAX_VALUE]
    for pattern, instead in _PRIVATE:
        text = pattern.sub(instead, text)
    return f"{text}… ({over} more)" if over > 0 else text


class Lines(logging.Formatter):
    """An event as one line of JSON; on a terminal as words that can't act on it."""

    def __init__(self, *, for_people: bool = False) -> None:
        super().__init__()
        self._for_people = for_people

    def format(self, record: logging.LogRecord) -> str:
        """Write one event; every control character is escaped."""
        values = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": guarded(_message(record)),
            **dict(_extra(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            values["error"] = " ← ".join(_where(record.exc_info[1]))
        if not self._for_people:
            return json.dumps(values, ensure_ascii=True)
        clock, level, logger, event = (str(values.pop(key)) for key in list(values)[:4])
        rest = "".join(f"  {key}={value}" for key, value in values.items())
        return clean_line(f"{clock[11:19]} {level:7} {logger}  {event}{rest}")


class Repeats(logging.Filter):
    """Lets a warning through five times a minute, and then says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, str], deque[float]] = {}
        self._left_out: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it; what is written counts those that were not."""
        if record.levelno < logging.WARNING:
            return True
        if len(self._told) > MOST_KINDS:
            self._told.clear()
            self._left_out.clear()
        key = (record.name, str(record.msg))
        told = self._told.setdefault(key, deque(maxlen=REPEATS))
        if len(told) == REPEATS and record.created - told[0] < REPEAT_SECONDS:
            self._left_out[key] = self._left_out.get(key, 0) + 1
            return False
        told.append(record.created)
        if left_out := self._left_out.pop(key, 0):
            record.left_out = left_out
        return True


def to_stream(level: str, stream: TextIO | None = None) -> None:
    """Log to standard error: JSON for machines, words on a terminal."""
    stream = stream or sys.stderr
    _set_up(logging.StreamHandler(stream), level, for_people=stream.isatty())


def to_file(level: str, path: Path) -> None:
    """Log to a file that only its owner can read; a screen is never written to.

    Raises:
        OSError: The file can't be opened.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    _set_up(logging.FileHandler(path, encoding="utf-8"), level, for_people=False)


def _set_up(output: logging.Handler, level: str, *, for_people: bool) -> None:
    output.setFormatter(Lines(for_people=for_people))
    output.addFilter(Repeats())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(output)
    root.setLevel(level.upper())
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    # What nobody caught would be printed with its message.
    threading.excepthook = _thread_failed
    sys.unraisablehook = _not_raised


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        log.error("thread_failed", exc_info=failure.exc_value)


def _not_raised(failure: sys.UnraisableHookArgs) -> None:
    if failure.exc_value is not None:
        log.error("not_raised", exc_info=failure.exc_value)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in OURS:
        return _of_others(record)
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a wrong call must not print its arguments to the screen
        return str(record.msg)


def _of_others(record: logging.LogRecord) -> str:
    """What a library says, without what it says it about: that repeats texts and statements."""
    if record.name == "py.warnings":
        found = _WARNING.match(record.getMessage())
        return found[0] if found else "a warning"
    return str(record.msg).partition("\n")[0]


def _extra(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    given = [(key, value) for key, value in vars(record).items() if key not in _ORDINARY]
    for key, value in given[:MAX_VALUES]:
        plain = value is None or isinstance(value, bool | int | float)
        yield guarded(key), value if plain else guarded(str(value))


def _where(error: BaseException) -> Iterator[str]:
    """The types and places of an error and its causes, innermost place first.

    Messages are left out: they repeat statements, addresses and texts.
    """
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = traceback.extract_tb(one.__traceback__)[:-13:-1]
        places = ", ".join(
            f"{frame.name} ({_tail(frame.filename)}:{frame.lineno})" for frame in frames
        )
        yield f"{type(one).__module__}.{type(one).__qualname__} in {places or 'no frame'}"
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _tail(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])
