"""What kinds of incidents there are: groups and kinds, how urgent each is, at least and at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["critical", "high", "normal", "low"]
SEVERITY_ORDER: tuple[Severity, ...] = ("critical", "high", "normal", "low")
Category = Literal[
    "uncategorised",
    "pet-injury",
    "pet-poison",
    "pet-lost",
    "pet-death",
    "bite",
    "property",
    "person-hurt",
    "assault",
    "threat",
    "self-harm",
    "child-elder",
    "abusive-caller",
    "fraud-billing",
    "provider-accused",
    "media-legal",
    "water-damage",
    "fire-gas",
    "break-in",
    "lost-key",
    "harassment",
]
"""Ids are for ever: stored entries name them. A new kind is put at the end, and into the tree."""
CATEGORIES: tuple[Category, ...] = get_args(Category)


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


TREE: dict[str, tuple[Kind, ...]] = {
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
"""Groups, each with its kinds. An incident is of a kind; its group follows."""
_NONE = Kind("uncategorised", "normal")
KINDS: dict[str, Kind] = {kind.id: kind for kinds in TREE.values() for kind in kinds}
_GROUPS: dict[str, str] = {kind.id: group for group, kinds in TREE.items() for kind in kinds}


def kind_of(category: str) -> Kind:
    """What is known of a kind; what nobody has sorted yet has no limits."""
    return KINDS.get(category, _NONE)


def path_of(category: str) -> str:
    """Where a kind stands: ``animal > pet-poison``."""
    group = _GROUPS.get(category, "")
    return f"{group} > {category}" if group else category


def allowed(category: str) -> tuple[Severity, ...]:
    """What the severity of such an incident may be, the most urgent first."""
    kind = kind_of(category)
    first, last = SEVERITY_ORDER.index(kind.most), SEVERITY_ORDER.index(kind.least)
    return SEVERITY_ORDER[first : last + 1]


def limits_of(category: str) -> str:
    """The limits in words: ``at least high``; empty where there are none."""
    kind = kind_of(category)
    least = f"at least {kind.least}" if kind.least != "low" else ""
    most = f"at most {kind.most}" if kind.most != "critical" else ""
    return ", ".join(filter(None, (least, most)))


def within(category: str, severity: Severity) -> Severity:
    """The severity, or what is nearest to it that such an incident may have."""
    found = allowed(category)
    if severity in found:
        return severity
    is_too_low = SEVERITY_ORDER.index(severity) > SEVERITY_ORDER.index(found[-1])
    return found[-1] if is_too_low else found[0]
