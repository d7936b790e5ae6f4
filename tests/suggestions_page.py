"""Writes docs/reference/suggestions.md, how often rules are right: ``tests.suggestions_page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.library.shelf import load
from console.settings.scripts import OURS
from tests.phrase_set import DATA, read, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.phrase_set import Score

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "suggestions.md"
SETS = {
    "phrases.txt": "The rules were written with these in sight: they say little about new words.",
    "phrases-unseen.txt": "Written without the rules in sight; the rules were mended since.",
    "phrases-unseen-2.txt": "Written like that too, by somebody else, and mended for since.",
}
FIRST_SIGHT = {
    "phrases-unseen.txt": """On 2026-11-21, before any rule was mended with them in sight,
these phrases gave:

| cards | language | recall | precision |
|---|---|---|---|
| crisis | English | 51.4% | 90.2% |
| crisis | Spanish | 61.0% | 89.3% |
| all others | English | 54.7% | 90.4% |
| all others | Spanish | 67.6% | 94.1% |

That is how much a set of rules finds of words that nobody thought of while writing them.
The table below is of the rules as they are now.

""",
    "phrases-unseen-2.txt": """On 2026-11-21, after the rules had been mended with
the first unseen phrases and before any was mended with these, these gave:

| cards | language | recall | precision |
|---|---|---|---|
| crisis | English | 90.2% | 76.1% |
| crisis | Spanish | 94.9% | 71.8% |
| all others | English | 87.5% | 79.0% |
| all others | Spanish | 100.0% | 84.3% |

So expect about one crisis in fourteen to be said in words that call up no card, and one card in
four to be needless. The table below is of the rules as they are now.

""",
}
"""Measured once, on the first comparison; such a figure can't be measured again."""
HEAD = """# How often suggestions are right

Cards are suggested by the words of callers. These are the figures for phrases in
`tests/data`, labelled with the cards that must come up and those that may. Recall is the share of
cards that should have come up and did; precision the share of those that came up and were wanted.
They hold for these phrases and not for your callers: read along, and mend the rules in the cards.

A missed word of a crisis is a defect: `make test` fails on it.

"""


def page() -> str:
    """Give the page as it should be."""
    return "".join((HEAD, *_tables()))


def _tables() -> Iterator[str]:
    shelf = load(OURS)[0]
    crises = frozenset(card.id for card in shelf.cards if card.suggest.crisis)
    every = frozenset(card.id for card in shelf.cards)
    for name, about in SETS.items():
        if not (DATA / name).is_file():
            continue
        phrases = read(name)
        harmless = sum(not one.must and not one.may for one in phrases)
        yield f"## `{name}`\n\n{len(phrases)} phrases, {harmless} of them harmless. {about}\n\n"
        yield FIRST_SIGHT.get(name, "")
        yield "| cards | language | wanted | missed | needless | recall | precision |\n"
        yield "|---|---|---|---|---|---|---|\n"
        for title, cards in (("crisis", crises), ("all others", every - crises)):
            for language, spoken in (("en", "English"), ("es", "Spanish")):
                chosen = [one for one in phrases if one.language == language]
                yield _row(title, spoken, score(shelf.rules, chosen, cards))
        yield "\n"


def _row(title: str, language: str, found: Score) -> str:
    wanted = found.hits + found.missed
    shares = [found.recall, found.precision]
    shown = ("–" if share is None else f"{share:.1%}" for share in shares)
    cells = (title, language, wanted, found.missed, found.needless, *shown)
    return f"| {' | '.join(map(str, cells))} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
