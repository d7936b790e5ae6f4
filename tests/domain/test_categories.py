"""The tree of categories: a severity of its own for each, within limits, changed for a reason."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from console.domain.base import Rejected
from console.domain.categories import (
    CATEGORIES,
    OURS,
    SEVERITY_ORDER,
    Category,
    Kind,
    Severity,
    Tree,
)
from console.domain.incident import Incident
from console.domain.incident_events import CategorySet, SetCategory, SetSeverity, SeveritySet
from console.domain.sorting import decide_category, decide_severity


def incident(
    category: Category = "uncategorised", severity: Severity = "normal", *, by_hand: bool = False
) -> Incident:
    return Incident(number=7, category=category, severity=severity, severity_by_hand=by_hand)


def test_every_category_stands_once_in_the_tree() -> None:
    standing = [kind.id for kind in OURS.kinds]
    assert sorted(standing) == sorted(set(CATEGORIES) - {"uncategorised"})
    assert OURS.path_of("pet-poison") == "animal > pet-poison"
    assert OURS.path_of("uncategorised") == "uncategorised"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_begins_within_its_own_limits(category: Category) -> None:
    found = OURS.allowed(category)
    assert found
    assert OURS.kind_of(category).severity in found
    assert all(OURS.within(category, severity) in found for severity in SEVERITY_ORDER)


def test_every_kind_that_is_critical_by_itself_is_never_below_high() -> None:
    assert {k.least for k in OURS.kinds if k.severity == "critical"} == {"high"}


def test_the_first_choice_needs_no_reason_and_another_one_does() -> None:
    first = SetCategory(incident=7, category="bite")
    assert decide_category(incident(), first) == [CategorySet(category="bite", severity="high")]
    with pytest.raises(Rejected, match="Say why it is bite and not pet-lost any more"):
        decide_category(incident("pet-lost"), first)
    told = SetCategory(incident=7, category="bite", reason=" he bit the sitter ")
    assert decide_category(incident("pet-lost"), told) == [
        CategorySet(category="bite", severity="high", reason="he bit the sitter")
    ]


def test_the_same_category_again_changes_nothing() -> None:
    assert decide_category(incident("bite"), SetCategory(incident=7, category="bite")) == []


@pytest.mark.parametrize(
    ("category", "severity", "limits"),
    [
        ("child-elder", "normal", "at least high"),
        ("pet-poison", "low", "at least high"),
        ("abusive-caller", "critical", "at most high"),
        ("lost-key", "critical", "at most high"),
    ],
)
def test_a_severity_beyond_the_limits_of_its_kind_is_refused(
    category: Category, severity: Severity, limits: str
) -> None:
    wish = SetSeverity(incident=7, severity=severity, reason="the parents are there")
    with pytest.raises(Rejected, match=f"An incident of {category} is {limits}"):
        decide_severity(incident(category, "high"), wish)
    assert OURS.limits_of(category) == limits


@pytest.mark.parametrize("severity", SEVERITY_ORDER)
def test_what_nobody_has_sorted_may_be_of_any_severity(severity: Severity) -> None:
    wish = SetSeverity(incident=7, severity=severity, reason="x")
    wanted = [] if severity == "normal" else [SeveritySet(severity=severity, reason="x")]
    assert decide_severity(incident(), wish) == wanted


@pytest.mark.parametrize(
    ("severity", "category", "after"),
    [("low", "child-elder", "high"), ("critical", "lost-key", "high"), ("low", "water-damage", "")],
)
def test_a_severity_set_by_hand_stays_within_the_limits_of_a_new_kind(
    severity: Severity, category: Category, after: str
) -> None:
    wish = SetCategory(incident=7, category=category)
    _, *more = decide_category(incident("uncategorised", severity, by_hand=True), wish)
    told = [(e.severity, e.reason) for e in more if isinstance(e, SeveritySet)]
    assert told == ([(after, f"{category} is {OURS.limits_of(category)}")] if after else [])


NOISE = Kind("noise", "normal", most="high", words="loud party", group="property")


def test_a_tree_of_ones_own_holds_for_choices_and_limits() -> None:
    tree = Tree((NOISE,))
    wish = SetCategory(incident=7, category="noise")
    assert decide_category(incident(), wish, tree) == [
        CategorySet(category="noise", severity="normal")
    ]
    louder = SetSeverity(incident=7, severity="critical", reason="all night")
    with pytest.raises(Rejected, match="An incident of noise is at most high"):
        decide_severity(incident("noise"), louder, tree)
    assert tree.path_of("noise") == "property > noise"


def test_what_is_no_kind_here_is_refused_and_what_was_one_goes_on() -> None:
    tree = Tree((NOISE,))
    with pytest.raises(Rejected, match="bite is no category here"):
        decide_category(incident(), SetCategory(incident=7, category="bite"), tree)
    assert decide_category(incident("bite"), SetCategory(incident=7, category="bite"), tree) == []
    calmer = SetSeverity(incident=7, severity="low", reason="healed")
    assert decide_severity(incident("bite"), calmer, tree)
    assert tree.path_of("bite") == "bite"
    told = SetCategory(incident=7, category="noise", reason="it only barked")
    assert decide_category(incident("bite"), told, tree)


@pytest.mark.parametrize("name", ["", "Noise", "no ise", "a" * 60, "x\x1b[31m", "-noise"])
def test_a_name_that_could_be_no_kind_is_no_command(name: str) -> None:
    with pytest.raises(ValidationError):
        SetCategory(incident=7, category=name)
