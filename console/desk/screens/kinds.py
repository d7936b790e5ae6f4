"""The questions what kind of incident it is, found in its tree or by any word, and how urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Write
from console.domain.categories import NONE

if TYPE_CHECKING:
    from console.domain.categories import Tree


def kind_steps(now: str, tree: Tree) -> tuple[Pick | Write, ...]:
    """Choose a kind; why, where another one was chosen before."""
    options = tuple((kind.id, _words(kind.id, tree)) for kind in tree.kinds)
    which = Pick("group > kind, or any word of it", options)
    return (which,) if now == NONE else (which, Write(f"why it is not {now} any more"))


def _words(category: str, tree: Tree) -> str:
    kind, limits = tree.kind_of(category), tree.limits_of(category)
    urgency = f"{kind.severity}, {limits}" if limits else kind.severity
    return f"{tree.path_of(category)} · {urgency} · {kind.words}"


def severity_steps(category: str, tree: Tree) -> tuple[Pick | Write, ...]:
    """Choose one that the kind allows, and say why."""
    limits = tree.limits_of(category)
    title = f"how urgent; {category} is {limits}" if limits else "how urgent"
    return Pick(title, tuple((one, one) for one in tree.allowed(category))), Write("why")
