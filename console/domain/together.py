"""An incident read together with those that were merged into it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from console.domain.incident_events import SEVERITY_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.domain.incident import Incident


def together(stays: Incident, parts: Sequence[Incident]) -> Incident:
    """Read what is to be done and known in all of them as of the one that stays.

    Its owner, status, category, title and checklist count alone; the worst severity counts.
    """
    if not parts:
        return stays
    every = (stays, *parts)
    calls = _unique(one.live_calls for one in every)
    waiting = _unique(one.waiting_calls for one in every)
    return stays.model_copy(
        update={
            "severity": min((one.severity for one in every), key=SEVERITY_ORDER.index),
            "flags": tuple({f.flag: f for one in reversed(every) for f in one.flags}.values()),
            "unanswered": sum(one.unanswered for one in every),
            "waiting_since": _first(one.waiting_since for one in every),
            "trouble": _unique(one.trouble for one in every),
            "live_calls": calls,
            "live_call": stays.live_call or (calls[-1] if calls else None),
            "waiting_calls": waiting,
            "call_waiting": bool(waiting),
            "followups": tuple(chain.from_iterable(one.followups for one in every)),
            "promises": tuple(chain.from_iterable(one.promises for one in every)),
            "watchers": tuple(dict.fromkeys(n for one in every for n in one.watchers)),
            "mentions": tuple(chain.from_iterable(one.mentions for one in every)),
            "place": stays.place or next((p.place for p in parts if p.place), ""),
            "last_at": max(filter(None, (one.last_at for one in every)), default=None),
            "entries": sum(one.entries for one in every),
            **{name: _joined(every, name) for name in ("verified", "facts", "roles")},
        }
    )


def _unique(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def _first(times: Iterable[object]) -> object:
    return min(filter(None, times), default=None)  # type: ignore[type-var]


def _joined(every: Sequence[Incident], name: str) -> dict[str, object]:
    """What each knows under a key; the one that stays is asked first."""
    return {key: value for one in reversed(every) for key, value in getattr(one, name).items()}
