"""Floor and ours in turn, several times over: noise then falls on both alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from tests.benchmarks.machine import LOUD, others, usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
TRIES = 3
"""How often a round is measured at most when others are busy on the machine."""


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """Everything that was measured, in order."""

    floor: list[T] = field(default_factory=list)
    ours: list[T] = field(default_factory=list)
    noise: list[float] = field(default_factory=list)
    """Cores that others kept busy, per measurement."""


def in_turn(
    floor: Callable[[], T], ours: Callable[[], T], *, rounds: int, servers: Sequence[int] = ()
) -> Pair[T]:
    """Measure both in every round, each time in the other order.

    ``servers`` are processes that work for us and are not our children.
    """
    pair: Pair[T] = Pair()
    patience = _Patience(rounds)
    for number in range(rounds):
        sides = [(floor, pair.floor), (ours, pair.ours)]
        for measure, kept in sides if number % 2 == 0 else reversed(sides):
            value, noise = _calmly(measure, servers, patience)
            kept.append(value)
            pair.noise.append(noise)
    return pair


def alone(ours: Callable[[], T], *, rounds: int) -> list[T]:
    """Measure something that has no floor."""
    patience = _Patience(rounds)
    return [_calmly(ours, (), patience)[0] for _ in range(rounds)]


@dataclass(slots=True)
class _Patience:
    """How many measurements may be repeated: a machine that is never calm is used as it is."""

    left: int


def _calmly(
    measure: Callable[[], T], servers: Sequence[int], patience: _Patience
) -> tuple[T, float]:
    """Measure; again while others are loud, then take the quietest."""
    tries: list[tuple[float, T]] = []
    for _ in range(TRIES):
        start = usage(servers)
        value = measure()
        noise = others(start, usage(servers))
        tries.append((noise, value))
        if noise <= LOUD or patience.left <= 0:
            break
        patience.left -= 1
    noise, value = min(tries, key=lambda one: one[0])
    return value, noise
