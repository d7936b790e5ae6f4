"""The documentation is true: every row of the feature list, every link, every decision."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.keys_page import PAGE
from tests.keys_page import page as keys_page
from tests.scripts_page import PAGE as SCRIPTS_PAGE
from tests.scripts_page import page as scripts_page
from tests.suggestions_page import PAGE as SUGGESTIONS_PAGE
from tests.suggestions_page import page as suggestions_page

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ROOT / "docs/features.md"
STATES = {"done", "partly", "not yet"}

# How many rows each letter has; the X of a capability is not the X of a threat.
CAPABILITIES = {"F": 130, "X": 24, "C": 30}
THREATS = dict(zip("WHTAESVXDMOZP", (16, 10, 10, 11, 16, 11, 11, 10, 7, 6, 15, 4, 10), strict=True))


@dataclass(frozen=True)
class Row:
    """One line of docs/features.md."""

    id: str
    state: str
    shown_by: str
    what: str


def _rows(markdown: str) -> list[Row]:
    lines = re.findall(r"^\| ([A-Z]\d+) \|(.*)\|(.*)\|(.*)\|$", markdown, re.MULTILINE)
    return [Row(name, *(cell.strip().strip("`") for cell in cells)) for name, *cells in lines]


def _sections() -> tuple[str, str]:
    text = FEATURES.read_text("utf-8")
    capabilities, threats = text.split("\n## Threats\n")
    return capabilities, threats


def _ids(counts: dict[str, int]) -> list[str]:
    return [f"{letter}{number}" for letter, last in counts.items() for number in range(1, last + 1)]


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, functions)}


@pytest.mark.parametrize(("section", "counts"), [(0, CAPABILITIES), (1, THREATS)])
def test_every_row_is_listed_once_and_in_order(section: int, counts: dict[str, int]) -> None:
    rows = _rows(_sections()[section])
    assert [row.id for row in rows] == _ids(counts)
    assert all(row.what for row in rows)


def test_every_row_is_done_partly_done_or_not_yet() -> None:
    assert [row for row in _rows(FEATURES.read_text("utf-8")) if row.state not in STATES] == []


def test_what_is_said_to_be_done_names_a_test_that_exists() -> None:
    for row in _rows(FEATURES.read_text("utf-8")):
        assert row.shown_by or row.state != "done", f"{row.id} is done, and no test shows it"
        for named in filter(None, re.split(r"[`,\s]+", row.shown_by)):
            path, _, function = named.partition("::")
            assert (ROOT / path).is_file(), f"{row.id} names {path}, which is not there"
            assert path.startswith("tests/"), f"{row.id} names {path}, which is no test"
            assert not function or function in _tests_in(ROOT / path), f"{row.id} names {named}"


def _pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_documentation_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_decision_says_its_context_its_choice_and_its_price() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert headings == ["Context", "Choice", "Price"], path.name


def test_every_package_we_depend_on_has_its_reason_written_down() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("[tool.", 1)[0]
    reasons = (ROOT / "docs/adr/0003-third-party-packages.md").read_text("utf-8")
    for package in re.findall(r'^  "([a-z][a-z0-9-]*)[\[>;=]', project, re.MULTILINE):
        assert f"| {package} |" in reasons, f"{package} is used, and docs/adr/0003 does not say why"


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(
        re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert {"demo", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"the README names make {target}"


def test_the_page_of_keys_is_the_table_of_the_desk() -> None:
    assert PAGE.read_text("utf-8") == keys_page(), "write it again: python -m tests.keys_page"


def test_the_page_of_scripts_is_their_schema_and_the_cards() -> None:
    written = SCRIPTS_PAGE.read_text("utf-8")
    assert written == scripts_page(), "write it again: python -m tests.scripts_page"


def test_the_page_of_suggestions_has_the_figures_of_today() -> None:
    written = SUGGESTIONS_PAGE.read_text("utf-8")
    assert written == suggestions_page(), "write it again: python -m tests.suggestions_page"
