"""What kinds of incidents there are: groups and kinds, how urgent each is, at least and at most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints

Severity = Literal["critical", "high", "normal", "low"]
SEVERITY_ORDER: tuple[Severity, ...] = ("critical", "high", "normal", "low")
NAME = r"^[a-z][a-z0-9-]{1,40}$"
Category = Annotated[str, StringConstraints(pattern=NAME)]
"""A name out of the tree in force. Names are for ever: stored entries have them."""
NONE = "uncategorised"
"""What an incident is before somebody has said what it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of incident."""

    id: Category
    severity: Severity
    """What an incident begins with."""
    least: Severity = "low"
    most: Severity = "critical"
    words: str = ""
    """Other words that people look for it by, English and Spanish."""
    group: str = ""
    """What it stands under."""


@dataclass(frozen=True)
class Tree:
    """The kinds in force, in the order in which they are offered."""

    kinds: tuple[Kind, ...]

    @cached_property
    def _known(self) -> dict[str, Kind]:
        return {kind.id: kind for kind in self.kinds}

    @property
    def names(self) -> tuple[str, ...]:
        """What an incident may be, from the beginning on."""
        return NONE, *self._known

    def kind_of(self, category: str) -> Kind:
        """What is known of a kind; what nobody sorted, or is no kind any more, has no limits."""
        return self._known.get(category, Kind(category, "normal"))

    def path_of(self, category: str) -> str:
        """Where a kind stands: ``animal > pet-poison``."""
        group = self.kind_of(category).group
        return f"{group} > {category}" if group else category

    def allowed(self, category: str) -> tuple[Severity, ...]:
        """What the severity of such an incident may be, the most urgent first."""
        kind = self.kind_of(category)
        first, last = SEVERITY_ORDER.index(kind.most), SEVERITY_ORDER.index(kind.least)
        return SEVERITY_ORDER[first : last + 1]

    def limits_of(self, category: str) -> str:
        """The limits in words: ``at least high``; empty where there are none."""
        kind = self.kind_of(category)
        least = f"at least {kind.least}" if kind.least != "low" else ""
        most = f"at most {kind.most}" if kind.most != "critical" else ""
        return ", ".join(filter(None, (least, most)))

    def within(self, category: str, severity: Severity) -> Severity:
        """The severity, or what is nearest to it that such an incident may have."""
        found = self.allowed(category)
        if severity in found:
            return severity
        is_too_low = SEVERITY_ORDER.index(severity) > SEVERITY_ORDER.index(found[-1])
        return found[-1] if is_too_low else found[0]


_GROUPS: dict[str, tuple[Kind, ...]] = {
    "animal": (
        Kind("pet-injury", "high", "normal", words="hurt dog cat ill vet herida enfermo"),
        Kind("pet-poison", "critical", "high", words="ate chocolate toxic veneno comió"),
        Kind("pet-lost", "high", "normal", words="missing ran away escaped perdido escapó"),
        Kind("pet-death", "high", "normal", words="died dead murió"),
        Kind("bite", "high", "normal", words="bitten scratch mordida"),
    ),
    "property": (
        Kind("water-damage", "high", words="leak flood pipe agua inundación fuga"),
        Kind("fire-gas", "critical", "high", words="smoke carbon monoxide incendio humo"),
        Kind("break-in", "high", "normal", words="burglary theft stolen robo"),
        Kind("lost-key", "normal", most="high", words="locked out door llave cerrado"),
        Kind("property", "high", words="other damage broken furniture daño roto"),
    ),
    "safety": (
        Kind("person-hurt", "critical", "high", words="injury fall ambulance herido caída"),
        Kind("assault", "critical", "high", words="attack violence hit agresión violencia"),
        Kind("threat", "critical", "high", words="bomb weapon amenaza arma"),
        Kind("harassment", "high", "normal", words="stalking following acoso"),
        Kind("self-harm", "critical", "high", words="suicide suicidio"),
        Kind("child-elder", "critical", "high", words="minor abuse neglect niño anciano"),
    ),
    "conduct": (
        Kind("provider-accused", "high", "normal", words="sitter complaint denuncia queja"),
        Kind("abusive-caller", "normal", most="high", words="insults shouting insultos"),
    ),
    "business": (
        Kind("fraud-billing", "low", most="high", words="payment refund charge pago cobro"),
        Kind("media-legal", "normal", words="press lawyer subpoena prensa abogado"),
    ),
}
OURS = Tree(tuple(replace(kind, group=group) for group, kinds in _GROUPS.items() for kind in kinds))
"""The tree that comes with the console; config.toml adds to it, changes it, and leaves out."""
CATEGORIES = OURS.names
