"""The house's own checks find what they are there to find, and tests run on clean ground."""

from __future__ import annotations

import ast
import importlib.util
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


def _check(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


sizes = _check("sizes")
clean = _check("clean")
unit = _check("unit")


def _rules(path: str, source: str) -> list[tuple[str, int]]:
    return [(one.rule, one.size) for one in sizes.findings(path, source)]


def test_a_function_of_40_lines_passes_and_one_of_41_does_not() -> None:
    def function(lines: int) -> str:
        return "def answer():\n" + "    ring()\n" * (lines - 1)

    assert _rules("console/call.py", function(40)) == []
    assert _rules("console/call.py", function(41)) == [("function", 41)]


def test_a_wiring_file_is_held_to_half_the_length() -> None:
    assert _rules("console/hub/stream.py", "x = 1\n" * 151) == []
    assert _rules("console/hub/app.py", "x = 1\n" * 151) == [("wiring", 151)]
    assert _rules("console/hub/stream.py", "x = 1\n" * 301) == [("lines", 301)]


def test_methods_and_positional_parameters_are_counted_where_they_hide() -> None:
    body = "".join(f"    def step{n}(self): ...\n" for n in range(13))
    assert _rules("a.py", f"class Call:\n{body}") == [("methods", 13)]
    assert _rules("a.py", "if True:\n    def page(a, b, c, d, e, f): ...\n") == [("parameters", 6)]
    assert _rules("a.py", "class Page:\n  def send(self, a, b, c, d, e, *, f): ...\n") == []


@pytest.mark.parametrize("name", ["CallManager", "HandlerOfCalls", "SmsUtils", "PageService"])
def test_a_name_of_machinery_is_found(name: str) -> None:
    assert _rules("console/call.py", f"class {name}: ...\n") == [("name", 0)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("console/call_helper.py", [("name", 0)]),
        ("console/utils.py", [("name", 0)]),
        ("console/handlers.py", [("name", 0)]),
        ("console/serviceable.py", []),
    ],
)
def test_a_file_named_after_machinery_is_found(path: str, found: list[tuple[str, int]]) -> None:
    assert _rules(path, "") == found


def test_an_exemption_excuses_up_to_its_limit_and_dies_with_its_cause() -> None:
    finding = sizes.Finding("a.py:f", "function", 50)
    enough = sizes.Exemption("a.py:f", "function", 50, "a table")
    too_little = sizes.Exemption("a.py:f", "function", 49, "a table")
    assert sizes.judge([finding], [enough]) == []
    assert sizes.judge([finding], [too_little]) == ["a.py:f: function 50, at most 49"]
    assert sizes.judge([], [enough]) != []


@pytest.mark.parametrize(
    "line",
    [
        "data = '/" + "home/ana/hub.db'",
        "pip install --" + "index-url somewhere",
        "# TO" + "DO: later",
        "Call +1 415 " + "555 2671 now",
    ],
)
def test_what_belongs_to_a_machine_or_a_person_is_found(line: str) -> None:
    assert len(list(clean.complaints("docs/guide/start.md", f"fine\n{line}\n"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "https://example.com/home/page",
        "Call +1 415 555 0142 now",
        "+14155550199",
        "--no-emit-index-url",
    ],
)
def test_what_belongs_to_nobody_is_left_alone(line: str) -> None:
    assert list(clean.complaints("docs/guide/start.md", line)) == []


def test_a_stranger_at_the_top_of_the_repository_is_found() -> None:
    assert clean.strangers(["console/app.py", "notes.txt", ".ci/run"]) == ["notes.txt"]


def test_the_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    lock = (ROOT / ".ci/lock.txt").read_text("utf-8")
    pins = [line for line in lock.splitlines() if line[:1].isalnum()]
    assert len(pins) > 50
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert "://" not in lock


def test_the_domain_imports_pydantic_and_the_standard_library_only() -> None:
    own = {"pydantic", "console", "__future__", *sys.stdlib_module_names}
    for path in sorted((ROOT / "console/domain").rglob("*.py")):
        allowed = own | ({"phonenumbers"} if path.name == "person.py" else set())
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in allowed, f"{path.name} imports {name}"
                assert not name.startswith("console.") or name.startswith("console.domain"), (
                    f"{path.name} imports {name}"
                )


def test_no_test_reaches_beyond_this_machine() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outward,
        pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"),
    ):
        outward.connect(("192.0.2.1", 443))
    with pytest.raises(pytest.fail.Exception, match=r"api\.example\.com"):
        socket.getaddrinfo("api.example.com", 443)


def test_no_test_sees_the_developers_own_settings(home: Path) -> None:
    assert not [name for name in os.environ if name.startswith(("TWILIO_", "STEADYLINE_"))]
    assert not [name for name in os.environ if name.upper().endswith("_PROXY")]
    assert Path.home() == home


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_gets_an_empty_database_of_either_kind(empty_database: str, attempt: int) -> None:
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE incident (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO incident VALUES (:id)"), {"id": attempt})
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM incident")).scalars().all() == [attempt]
    engine.dispose()


@pytest.mark.parametrize(
    ("codes", "failed", "exit_code"),
    [
        ([0], [], 0),
        ([1, 0], ["a", "b", "c"], 0),
        ([1, 1], ["a"], 1),
        ([1], ["a", "b", "c", "d"], 1),
        ([1], [], 1),
        ([2], ["a"], 2),
        ([3], ["a"], 3),
    ],
)
def test_only_a_few_that_failed_are_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, codes: list[int], failed: list[str], exit_code: int
) -> None:
    runs: list[tuple[str, ...]] = []

    def ran(*arguments: str) -> int:
        runs.append(arguments)
        return codes[len(runs) - 1]

    monkeypatch.setattr(unit, "pytest", ran)
    monkeypatch.setattr(unit, "failed", lambda: failed)
    assert unit.main("2") == exit_code
    assert len(runs) == len(codes)
    assert all(run[-len(failed) :] == tuple(failed) for run in runs[1:])
