"""What a benchmark says: floor, ours, and whether the target is met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Rule = Literal["at most times floor", "at least times floor", "at most", "floor plus at most"]


@dataclass(frozen=True, slots=True)
class Target:
    """What ours is held to, in terms of the floor or in the unit itself."""

    rule: Rule
    limit: float

    def is_met(self, ours: float, floor: float | None) -> bool:
        """Tell whether a figure is good enough.

        Raises:
            ValueError: The rule compares with a floor and there is none.
        """
        if self.rule == "at most":
            return ours <= self.limit
        if floor is None:
            raise ValueError(f"the rule {self.rule!r} needs a floor")
        match self.rule:
            case "at most times floor":
                return ours <= self.limit * floor
            case "at least times floor":
                return ours >= self.limit * floor
            case "floor plus at most":
                return ours <= floor + self.limit

    def words(self, unit: str) -> str:
        """Give the target as it stands in a table."""
        match self.rule:
            case "at most":
                return f"≤ {self.limit:g} {unit}"
            case "at most times floor":
                return f"≤ {self.limit:g}× floor"
            case "at least times floor":
                return f"≥ {self.limit:.0%} of floor"
            case "floor plus at most":
                return f"≤ floor + {self.limit:g} {unit}"


@dataclass(frozen=True, slots=True)
class Result:
    """One row: a figure of ours beside its floor."""

    name: str
    unit: str
    ours: float
    target: Target
    floor: float | None = None
    more: dict[str, float | str] = field(default_factory=dict)
    """What helps to understand the figure, by name."""

    @property
    def ratio(self) -> float | None:
        """Ours over the floor; None without a floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.target.is_met(self.ours, self.floor)

    @property
    def cells(self) -> tuple[str, ...]:
        """Name, floor, ours, ratio, target and verdict, as text."""
        ratio = self.ratio
        return (
            self.name,
            "–" if self.floor is None else figure(self.floor, self.unit),
            figure(self.ours, self.unit),
            "–" if ratio is None else f"{ratio:.2f}×",
            self.target.words(self.unit),
            "MET" if self.is_met else "NOT MET",
        )

    def as_json(self) -> dict[str, object]:
        """Give the row as it stands in the summary."""
        return {
            "name": self.name,
            "unit": self.unit,
            "floor": self.floor,
            "ours": self.ours,
            "ratio": self.ratio,
            "target": self.target.words(self.unit),
            "met": self.is_met,
            "more": self.more,
        }


def figure(value: float, unit: str) -> str:
    """Give a number with as many digits as mean something."""
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that a share of the values does not exceed, between neighbours by line.

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("there is nothing to take a percentile of")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
