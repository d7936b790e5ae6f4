"""Fail when a file, a function, a class or a name grew beyond what a reader can hold."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("console", "channels", "tests", ".ci")
LIMITS = {"lines": 300, "wiring": 150, "function": 40, "methods": 12, "parameters": 5}
WIRING = {"app.py", "__main__.py"}
MACHINERY = re.compile(r"(?:Manager|Helper|Service|Utils?|Handler|Dao)s?(?![a-z])")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """One place that breaks one rule; ``where`` is ``path`` or ``path:qualified.name``."""

    where: str
    rule: str
    size: int


@dataclass(frozen=True)
class Exemption:
    """A rule that does not hold in one place, up to a limit, for a reason."""

    where: str
    rule: str
    limit: int
    why: str


def findings(path: str, source: str) -> Iterator[Finding]:
    """Everything in one file that is too long or badly named."""
    name = path.rsplit("/", 1)[-1]
    lines = source.count("\n")
    rule = "wiring" if name in WIRING else "lines"
    if lines > LIMITS[rule]:
        yield Finding(path, rule, lines)
    if MACHINERY.search("".join(part.capitalize() for part in re.split(r"[_.]", name))):
        yield Finding(path, "name", 0)
    yield from _inside(ast.parse(source), path, "")


def _inside(node: ast.AST, path: str, outer: str) -> Iterator[Finding]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef):
            yield from _inside(child, path, outer)
            continue
        name = f"{outer}.{child.name}" if outer else child.name
        where = f"{path}:{name}"
        yield from (
            _of_class(child, where)
            if isinstance(child, ast.ClassDef)
            else _of_function(child, where)
        )
        yield from _inside(child, path, name)


def _of_class(node: ast.ClassDef, where: str) -> Iterator[Finding]:
    methods = sum(isinstance(child, Function) for child in node.body)
    if methods > LIMITS["methods"]:
        yield Finding(where, "methods", methods)
    if MACHINERY.search(node.name):
        yield Finding(where, "name", 0)


def _of_function(node: Function, where: str) -> Iterator[Finding]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > LIMITS["function"]:
        yield Finding(where, "function", lines)
    positional = [*node.args.posonlyargs, *node.args.args]
    count = len(positional) - (bool(positional) and positional[0].arg in {"self", "cls"})
    # pytest hands fixtures over by name: there is no order that a reader could get wrong.
    if count > LIMITS["parameters"] and not node.name.startswith("test_"):
        yield Finding(where, "parameters", count)


def judge(found: list[Finding], exempt: list[Exemption]) -> list[str]:
    """Sentences to print: what is too big, and which exemptions nothing needs any more."""
    allowed = {(one.where, one.rule): one for one in exempt}
    complaints = []
    for finding in found:
        pardon = allowed.pop((finding.where, finding.rule), None)
        if pardon is None or finding.size > pardon.limit or not pardon.why:
            complaints.append(_sentence(finding, pardon))
    return complaints + [
        f"{one.where}: .ci/exceptions.toml excuses its {one.rule}, which is fine now"
        for one in allowed.values()
    ]


def _sentence(finding: Finding, pardon: Exemption | None) -> str:
    if finding.rule == "name":
        return f"{finding.where}: a name of machinery; say what it is in the words of the desk"
    limit = pardon.limit if pardon else LIMITS[finding.rule]
    return f"{finding.where}: {finding.rule} {finding.size}, at most {limit}"


def exemptions() -> list[Exemption]:
    """The exemptions of .ci/exceptions.toml."""
    table = tomllib.loads((ROOT / ".ci/exceptions.toml").read_text("utf-8"))
    return [Exemption(**row) for row in table.get("exception", [])]


def main() -> int:
    """Print what is too big; the exit status says whether anything is."""
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    found = [
        finding
        for path in files
        for finding in findings(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    complaints = judge(found, exemptions())
    print(*complaints, sep="\n", end="\n" if complaints else "")
    print(f"Sizes: {len(files)} files, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
