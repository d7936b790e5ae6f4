"""Writes a phrase with brackets out into its wordings: *(go on|live) without* is two of them."""

from __future__ import annotations

import re

MOST = 64
"""Wordings of one phrase: whoever reads it should be able to imagine them all."""

_BRACKETS = re.compile(r"\(([^()]*)\)(\??)")
_WORD = re.compile(r"[^\s?#]+(?<!\.\.)")
_OR = "\x1f"
"""Stands for ``|`` between single words, so that brackets around them don't part them."""


class WordingsWrong(ValueError):
    """The brackets can't be written out; the text goes on after the phrase."""


def wordings(text: str) -> tuple[str, ...]:
    """Every wording of a phrase, the innermost brackets first. Raises WordingsWrong."""
    done: dict[str, None] = {}
    left = [text]
    while left:
        wording = left.pop()
        found = _BRACKETS.search(wording)
        if found is None:
            _without_brackets(wording)
            done[wording.replace(_OR, "|")] = None
        else:
            before, after = wording[: found.start()], wording[found.end() :]
            left += [f"{before} {inside} {after}" for inside in reversed(_inside(found))]
        if len(done) + len(left) > MOST:
            raise WordingsWrong(f"has more than {MOST} wordings")
    return tuple(done)


def _inside(found: re.Match[str]) -> list[str]:
    ways = [way.strip() for way in found[1].split("|")]
    if not all(ways):
        raise WordingsWrong(f"has {found[0]!r}, in which a wording is empty")
    if all(_WORD.fullmatch(way) for way in ways):
        # Single words stay one place of the phrase, which is quicker to compare.
        return [_OR.join(ways) + found[2]]
    return [*ways, ""] if found[2] else ways


def _without_brackets(wording: str) -> None:
    if "(" in wording or ")" in wording:
        raise WordingsWrong("has a bracket without its other half")
