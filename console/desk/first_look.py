"""The work list and the call bar out of the hub's plain answer, before what checks it is loaded.

The session reads the same answer in full right after the first paint, and follows the hub from
there. What is not as plain as expected here is left to it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from console.desk.urgency import Row, is_shown, place, urgency
from console.domain.masking import masked

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.incident import Incident
    from console.domain.incident_events import Severity

_WORDS = frozenset({"critical", "high", "normal", "low"})


class Unclear(Exception):
    """It takes more than a look."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the first screen shows."""

    rows: list[Row]
    now: datetime
    """The hub's time when it answered."""
    role: str
    presence: str
    presence_until: datetime | None
    has_call: bool
    """Whether a call has to do with me: it takes more than a look to say what."""


class _Me(NamedTuple):
    """Who looks, as far as the rank of a row depends on it."""

    number: int
    role: str
    offer: str | None
    call: str | None
    wrapping: str | None
    watching: str | None


class _Call(NamedTuple):
    id: str


class _Help(NamedTuple):
    name: str
    is_open: bool


class _Handover(NamedTuple):
    by_name: str
    agent: int | None


class _Left(NamedTuple):
    """A caller to get back to, as far as a row tells of it."""

    what: str
    at: datetime | None
    is_open: bool


class _Promise(NamedTuple):
    standing: str


class _Mention(NamedTuple):
    agent: int
    by: str


class _Plain(NamedTuple):
    """An incident, as far as a row tells of it; the rest of its fields is not looked at."""

    number: int
    ref: str
    title: str
    severity: Severity
    status: str
    handles: tuple[str, ...]
    trouble: tuple[str, ...]
    unanswered: int
    call_waiting: bool
    followups: tuple[_Left, ...]
    promises: tuple[_Promise, ...]
    mentions: tuple[_Mention, ...]
    opened_at: datetime | None
    last_at: datetime | None
    waiting_since: datetime | None
    parked_at: datetime | None
    parked_until: datetime | None
    live_call: str | None
    last_call: str | None
    help: _Help | None
    handover: _Handover | None


def look_at(answer: bytes) -> Look:
    """Read what ``GET /api/snapshot`` answered. Raises Unclear."""
    try:
        document = json.loads(answer)
        given = document["me"]
        ties = [_name(given, tie) for tie in ("offer", "call", "wrapping", "watching")]
        me = _Me(_count(given, "number"), _text(given, "role"), *ties)
        calls = {_text(call, "id") for call in document["calls"]}
        rows = [_row(row, me, calls) for row in document["rows"]]
        return Look(
            rows=[row for _, row in sorted(rows, key=_place) if is_shown(row)],
            now=_moment(document["now"]),
            role=me.role,
            presence=_text(given, "presence"),
            presence_until=_since(given, "presence_until"),
            has_call=any(ties),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unclear from error


def _place(placed: tuple[tuple[int, float, int], Row]) -> tuple[int, float, int]:
    return placed[0]


def _row(row: dict[str, Any], me: _Me, calls: set[str]) -> tuple[tuple[int, float, int], Row]:
    plain = _incident(row["incident"])
    key = plain.live_call or plain.last_call or ""
    # Everything that a row reads of them is there, and of its type.
    incident, agent = cast("Incident", plain), cast("Agent", me)
    call = cast("Call", _Call(key)) if key in calls else None
    rank, why = urgency(incident, agent, call)
    handle = masked(plain.handles[0]) or "unknown" if plain.handles else plain.title
    name = _text(row, "name") or handle
    return place(incident, rank), Row(incident, name, _text(row, "snippet"), rank, why)


def _incident(given: dict[str, Any]) -> _Plain:
    severity = _text(given, "severity")
    if severity not in _WORDS:
        raise Unclear
    return _Plain(
        number=_count(given, "number"),
        ref=_text(given, "ref"),
        title=_text(given, "title"),
        severity=cast("Severity", severity),  # one of the words it can be
        status=_text(given, "status"),
        handles=_texts(given, "handles"),
        trouble=_texts(given, "trouble"),
        unanswered=_count(given, "unanswered"),
        call_waiting=given.get("call_waiting") is True,
        followups=tuple(_left(one) for one in given.get("followups", ())),
        promises=tuple(_Promise(_text(one, "standing")) for one in given.get("promises", ())),
        mentions=tuple(
            _Mention(_count(one, "agent"), _text(one, "by")) for one in given.get("mentions", ())
        ),
        opened_at=_since(given, "opened_at"),
        last_at=_since(given, "last_at"),
        waiting_since=_since(given, "waiting_since"),
        parked_at=_since(given, "parked_at"),
        parked_until=_since(given, "parked_until"),
        live_call=_name(given, "live_call"),
        last_call=_name(given, "last_call"),
        help=_help(given.get("help")),
        handover=_handover(given.get("handover")),
    )


def _handover(given: dict[str, Any] | None) -> _Handover | None:
    if given is None:
        return None
    to = None if given.get("agent") is None else _count(given, "agent")
    return _Handover(_text(given, "by_name"), to)


def _help(given: dict[str, Any] | None) -> _Help | None:
    return None if given is None else _Help(_text(given, "name"), given.get("lead") is None)


def _left(given: dict[str, Any]) -> _Left:
    return _Left(_text(given, "what"), _since(given, "at"), given.get("closed_at") is None)


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _name(given: dict[str, Any], name: str) -> str | None:
    return None if given.get(name) is None else _text(given, name)


def _texts(given: dict[str, Any], name: str) -> tuple[str, ...]:
    values = given.get(name, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise TypeError(name)
    return tuple(values)


def _count(given: dict[str, Any], name: str) -> int:
    value = given.get(name, 0)
    if type(value) is not int:
        raise TypeError(name)
    return value


def _since(given: dict[str, Any], name: str) -> datetime | None:
    value = given.get(name)
    return None if value is None else _moment(value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
