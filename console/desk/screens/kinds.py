"""The questions what kind of incident it is, found in its tree or by any word, and how urgent."""

from __future__ import annotations

from console.desk.widgets.ask_panel import Pick, Write
from console.domain.categories import TREE, Kind, allowed, limits_of, path_of


def kind_steps(now: str) -> tuple[Pick | Write, ...]:
    """Choose a kind; why, where another one was chosen before."""
    options = tuple((kind.id, _words(kind)) for kinds in TREE.values() for kind in kinds)
    which = Pick("group > kind, or any word of it", options)
    return (which,) if now == "uncategorised" else (which, Write(f"why it is not {now} any more"))


def _words(kind: Kind) -> str:
    limits = limits_of(kind.id)
    urgency = f"{kind.severity}, {limits}" if limits else kind.severity
    return f"{path_of(kind.id)} · {urgency} · {kind.words}"


def severity_steps(category: str) -> tuple[Pick | Write, ...]:
    """Choose one that the kind allows, and say why."""
    limits = limits_of(category)
    title = f"how urgent; {category} is {limits}" if limits else "how urgent"
    return Pick(title, tuple((one, one) for one in allowed(category))), Write("why")
