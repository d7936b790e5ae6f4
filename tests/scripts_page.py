"""Writes docs/reference/scripts.md from schema and cards: ``python -m tests.scripts_page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.library.phrases import GAP_WORDS
from console.library.placeholders import NAMES
from console.library.schema import CARD, KINDS, SHAPES
from console.library.shelf import load
from console.library.wordings import MOST
from console.settings.scripts import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.library.schema import Key

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "scripts.md"
HEAD = """# Scripts

A script is a card of words for one kind of moment: what to learn first, what to do, what to say and
what never to say, in English and Spanish side by side. It is a prompt that stands beside the note:
every step may be skipped, and nothing in a card sends anything.

Each card is one TOML file in the folder that `[scripts] folder` names. `console scripts check` says
what is wrong with a card, with file and key, and whose review is due; `console scripts show CARD`
prints one; `console scripts try "she ate chocolate"` says which cards some words call up, and by
which rule. Whoever owns a card edits the file, raises `version` when its meaning changes, and sets
`reviewed_by` and `review_by` when the role named there has read it. The cards that come with the
console are written from public guidance; none has been read by your vet adviser, clinician or
counsel, which is why `reviewed_by` is empty and the check says so until they have.

"""
SHELF = load(OURS)[0]
LISTED = "| list | words |\n|---|---|\n" + "".join(
    f"| `@{name}` | {listed} |\n" for name, listed in SHELF.lists.written.items()
)
PHRASES = f"""
## Phrases

Phrases under `[suggest]` are plain words with a few signs. Capitals, accents, apostrophes and
drawn-out letters make no difference.

| sign | means |
|---|---|
| `a\\|b` | either word |
| `poison*` | every word that begins so |
| `my?` | the word may be missing |
| `..` | up to {GAP_WORDS} other words of the same sentence |
| `#` | any number |
| `@pet` | any word of a list |
| `(go on\\|live)` | either wording, of any number of words; with `?` behind it may be missing |

A phrase begins and ends with a word that must be there. Brackets may stand in brackets; a phrase
may have {MOST} wordings at most. "Not", "never", "sin" and the like shortly before a phrase take it
back, except on a card with `crisis = true`: somebody who says that they will not kill themselves
has thought of it. What `unless` lists is harmless, and words within it count for nothing.

Short forms of messages and common slips count as the word that is meant (*u*, *gonna*, *q*), and
Spanish phrases are compared by sound: *kiero* is *quiero*.

### Lists of words

A card gives names to lists of its own under `[suggest.lists]`, so that a phrase reads like the
sentence it looks for. A list may run over several lines and may name another one above it;
`console scripts check` says which list no phrase names. Phrases that mean the same stand together
under a line that begins with `#`, which nobody but the reader needs:

```toml
[suggest.lists]
eats = "ate eats eating swallowed licked"
poisons = '''
chocolate grapes raisins antifreeze
@pills'''

[suggest]
en = [
  # it has eaten something
  "@pet .. @eats .. @poisons",
  "@pet (got|gotten) (into|hold of) my? @poisons",
]
unless = ["@pet .. @eats .. chocolate lab"]
```

### Lists that all cards share

Lists that several cards name stand in `lists/words.toml` in the folder of the cards, under
`[lists]`. They are written like those of a card; no card may give their names to lists of its own.
A folder without that file has the lists that come with the console, and so has one whose file
can't be used, which `console scripts check` and `console doctor` say: cards for the worst minutes
don't go missing over a quotation mark.

To change a list:

1. `console scripts show @pet` prints the words of a list and the cards that name it. A word that
   you add counts in all of them.
2. Add the word, or take it out. A word that fits only one card belongs into a list of that card.
3. `console scripts check` refuses a list that is empty or that no card names, a word that stands
   there twice (capitals and accents make no difference), and a phrase that names a list which is
   not there.
4. `console scripts try "..."` with words that must bring the card up, and with harmless ones that
   have the new word in them: a common word in a list brings cards up that nobody needs.
5. Raise `version` of the cards whose meaning changed with it. Desks read the file when they start.

{LISTED}
## Variables

Lines may have these in braces; nothing else in braces is replaced, and a line with a variable that
nobody has filled in is not sent.

"""


def page() -> str:
    """Give the page as it should be."""
    return "".join((HEAD, *_keys("A card", CARD), *_shapes(), PHRASES, *_variables(), *_cards()))


def _keys(title: str, keys: tuple[Key, ...]) -> Iterator[str]:
    yield f"## {title}\n\n| key | holds | needed | what it is |\n|---|---|---|---|\n"
    for key in keys:
        needed = "yes" if key.needed else "–"
        yield f"| `{key.name}` | {KINDS[key.kind]} | {needed} | {key.about} |\n"


def _shapes() -> Iterator[str]:
    for name, keys in SHAPES.items():
        yield "\n"
        yield from _keys(f"`{name}`", keys)


def _variables() -> Iterator[str]:
    yield from (f"- `{{{name}}}`: {about}\n" for name, about in NAMES.items())


def _cards() -> Iterator[str]:
    yield "\n## The cards that come with the console\n\n"
    yield "| card | title | for | emergency key |\n|---|---|---|---|\n"
    for card in SHELF.cards:
        place = str(card.emergency) if card.emergency else "–"
        yield f"| `{card.id}` | {card.title.en} | {', '.join(card.categories)} | {place} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
