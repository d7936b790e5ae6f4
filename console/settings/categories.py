"""The section of config.toml about the kinds of incidents that this company has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from console.domain.categories import NAME, NONE, OURS, SEVERITY_ORDER, Kind, Severity, Tree
from console.settings import Section
from console.values import Line

if TYPE_CHECKING:
    from pydantic import ValidationInfo

    from console.settings.people import PeopleSection

Name = Annotated[str, StringConstraints(pattern=NAME)]


class KindLine(Section):
    """One kind: another one, or one of ours as it is meant here."""

    name: Name
    parent: Name
    severity: Severity = "normal"
    least: Severity = "low"
    most: Severity = "critical"
    words: Line = ""

    @field_validator("name")
    @classmethod
    def _sorted(cls, name: str) -> str:
        if name == NONE:
            raise ValueError(f"must not be {NONE}, which is what nobody has sorted yet")
        return name

    @model_validator(mode="after")
    def _within(self) -> KindLine:
        order = [SEVERITY_ORDER.index(one) for one in (self.most, self.severity, self.least)]
        if order != sorted(order):
            raise ValueError(
                f"must have the severity of {self.name} between its least and its most"
            )
        return self

    @property
    def kind(self) -> Kind:
        """The same, for the tree."""
        return Kind(self.name, self.severity, self.least, self.most, self.words, self.parent)


class CategoriesSection(Section):
    """What is added to the kinds that come with the console, changed, or left out."""

    kinds: tuple[KindLine, ...] = Field(default=(), max_length=200)
    leave_out: tuple[Name, ...] = ()
    """Kinds of ours that nobody may choose; incidents that have one keep it."""

    @field_validator("kinds")
    @classmethod
    def _each_once(cls, kinds: tuple[KindLine, ...]) -> tuple[KindLine, ...]:
        if len({one.name for one in kinds}) < len(kinds):
            raise ValueError("must name each kind once")
        return kinds

    @field_validator("leave_out")
    @classmethod
    def _ours(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        given = {one.name for one in info.data.get("kinds", ())}
        for name in names:
            if name not in OURS.names or name == NONE or name in given:
                raise ValueError(f"must name kinds that come with the console; {name} is none here")
        return names

    @property
    def tree(self) -> Tree:
        """The kinds in force; those of one parent stand together."""
        given = {one.name: one.kind for one in self.kinds}
        kept = [given.pop(kind.id, kind) for kind in OURS.kinds if kind.id not in self.leave_out]
        every = [*kept, *given.values()]
        parents = list(dict.fromkeys(kind.group for kind in every))
        return Tree(tuple(sorted(every, key=lambda kind: parents.index(kind.group))))


def with_known_categories(people: PeopleSection, info: ValidationInfo) -> PeopleSection:
    """Refuse a checklist for what is no kind here."""
    categories: CategoriesSection | None = info.data.get("categories")
    if categories is None:
        # Its own mistake is said first.
        return people
    for one in people.checklists:
        if one.category not in categories.tree.names:
            raise ValueError(f"must have checklists of categories only; {one.category} is none")
    return people
