"""``[categories]`` in config.toml: kinds of one's own, and one sentence for what is wrong."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from console.config import ConfigError, load
from console.domain.categories import OURS, Kind, Tree
from console.hub.build import known_of, policy_of
from tests.cli.test_commands import ROOT, console

if TYPE_CHECKING:
    from pathlib import Path

NOISE = '{ name = "noise", parent = "property", severity = "low", most = "high", words = "party" }'


def tree(folder: Path, text: str) -> Tree:
    """The kinds that a file asks for."""
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return load(file, {}).categories.tree


def refusal(folder: Path, text: str) -> str:
    """What is said of a file, without where it lies."""
    with pytest.raises(ConfigError, match=r".") as found:
        tree(folder, text)
    return re.sub(r"\S*config\.toml", "config.toml", str(found.value))


def test_without_a_word_the_kinds_are_those_of_the_console(tmp_path: Path) -> None:
    assert tree(tmp_path, "") == OURS


def test_a_kind_is_added_beside_others_of_its_parent(tmp_path: Path) -> None:
    found = tree(tmp_path, f"[categories]\nkinds = [{NOISE}]\n")
    assert set(found.names) == {*OURS.names, "noise"}
    assert found.path_of("noise") == "property > noise"
    assert found.allowed("noise") == ("high", "normal", "low")
    parents = [kind.group for kind in found.kinds]
    assert parents == sorted(parents, key=parents.index)


def test_a_kind_of_ours_is_changed_in_its_place_and_another_left_out(tmp_path: Path) -> None:
    mine = '{ name = "bite", parent = "animal", severity = "critical", least = "high" }'
    found = tree(tmp_path, f'[categories]\nkinds = [{mine}]\nleave_out = ["lost-key"]\n')
    assert found.kind_of("bite").severity == "critical"
    assert "lost-key" not in found.names
    assert [kind.id for kind in found.kinds] == [
        kind.id for kind in OURS.kinds if kind.id != "lost-key"
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[categories]\nkinds = [{ name = "Noise", parent = "property" }]',
            "[categories] kinds.entry 1.name is not written as it should be",
        ),
        (
            '[categories]\nkinds = [{ name = "uncategorised", parent = "property" }]',
            "[categories] kinds.entry 1.name must not be uncategorised",
        ),
        (
            '[categories]\nkinds = [{ name = "noise" }]',
            "[categories] kinds.entry 1.parent is missing",
        ),
        (
            '[categories]\nkinds = [{ name = "noise", parent = "a-b", severity = "loud" }]',
            "[categories] kinds.entry 1.severity must be 'critical', 'high', 'normal' or 'low'",
        ),
        (
            '[categories]\nkinds = [{ name = "noise", parent = "a-b", least = "high" }]',
            "[categories] kinds.entry 1 must have the severity of noise between its least and",
        ),
        (f"[categories]\nkinds = [{NOISE}, {NOISE}]", "kinds must name each kind once."),
        ('[categories]\nleave_out = ["noise"]', "leave_out must name kinds that come with"),
        (
            '[people]\nchecklists = [{ category = "nois", items = ["x"] }]',
            "[people] must have checklists of categories only; nois is none.",
        ),
    ],
)
def test_what_is_wrong_with_a_kind_is_one_sentence_with_file_and_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    said = refusal(tmp_path, text)
    assert said.startswith("config.toml: [")
    assert sentence in said
    assert "\n" not in said


def test_the_page_of_settings_lists_the_kinds_of_the_console() -> None:
    page = (ROOT / "docs/reference/config.md").read_text("utf-8")
    rows = dict(
        re.findall(r"^\| ([a-z]+) \| (`.+) \|$", page.split("## [people]")[0], re.MULTILINE)
    )
    for kind in OURS.kinds:
        limits = OURS.limits_of(kind.id)
        urgency = f"{kind.severity}, {limits}" if limits else kind.severity
        assert f"`{kind.id}` ({urgency})" in rows[kind.group]


def test_a_hub_tells_its_desks_the_kinds_in_force(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[categories]\nkinds = [{NOISE}]\n", "utf-8")
    settings = load(file, {})
    told = TypeAdapter(tuple[Kind, ...]).validate_json(json.dumps(known_of(settings)["kinds"]))
    assert Tree(told) == settings.categories.tree
    assert policy_of(settings).tree == settings.categories.tree


def test_a_checklist_may_be_of_a_kind_of_ones_own(tmp_path: Path) -> None:
    lists = 'checklists = [{ category = "noise", items = ["neighbour called"] }]'
    tree(tmp_path, f"[categories]\nkinds = [{NOISE}]\n[people]\n{lists}\n")


def test_cards_are_checked_against_the_kinds_in_force(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[categories]\nkinds = [{NOISE}]\nleave_out = ["bite"]\n', "utf-8")
    done = console("scripts", "--config", str(file), "check")
    wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong")]
    assert [line.split(maxsplit=1)[1] for line in wrong] == ["no card is for the category noise."]
