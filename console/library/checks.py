"""What must hold within and between cards beyond the shape of each file."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from console.library.card import END
from console.library.folding import fold
from console.library.placeholders import unknown
from console.library.wordlists import FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from console.library.card import Card, Words
    from console.library.shelf import Shelf

ID = re.compile(r"[a-z][a-z0-9-]{1,40}")
NAMED = re.compile(r"@([^\s|()?]+)")
"""A list of words, where a phrase names it."""
LOUD = ("calm down", "cálmese", "cálmate", "tranquilícese")
"""Never said, in no card and no language."""
PROMISES = (
    "you're covered",
    "you are covered",
    "we'll pay",
    "we will pay",
    "está cubierto",
    "pagaremos",
)


def shelf_problems(
    shelf: Shelf, categories: Collection[str], others: Collection[str] = ()
) -> Iterator[str]:
    """What is wrong with the cards of a folder, each and together, one sentence each.

    Every category needs a card; a card may also name ``others``, which nobody may choose here.
    """
    for card in shelf.cards:
        yield from problems(card, {*categories, *others})
    yield from _shared(shelf)
    places = Counter(card.emergency for card in shelf.emergency)
    for place, times in sorted(places.items()):
        if times > 1:
            yield f"{times} cards have the emergency place {place}."
    for category in categories:
        if shelf.cards and not shelf.of_category(category):
            yield f"no card is for the category {category}."


def problems(card: Card, categories: Collection[str]) -> Iterator[str]:
    """What is wrong with a card that could be read, one sentence each."""
    own = _names(card, categories), _ways(card), _lines(card), _spoken(card), _hints(card)
    for wrong in chain.from_iterable(own):
        yield f"{card.id}: {wrong}"


def _names(card: Card, categories: Collection[str]) -> Iterator[str]:
    for name in (card.id, *(step.id for step in card.steps), *(f.id for f in card.opening_facts)):
        if not ID.fullmatch(name):
            yield f"{name!r} must be small letters, digits and hyphens."
    for kind, names in (
        ("step", [step.id for step in card.steps]),
        ("fact", [fact.id for fact in card.opening_facts]),
    ):
        for name, times in Counter(names).items():
            if times > 1:
                yield f"{kind} {name} is there {times} times."
    for category in card.categories:
        if category not in categories:
            yield f"{category} is no category."
    if not card.steps:
        yield "a card needs at least one step."
    if not card.sources:
        yield "a card needs at least one source."


def _ways(card: Card) -> Iterator[str]:
    known = {step.id for step in card.steps} | {END, ""}
    for step in card.steps:
        if step.answers and step.next:
            yield f"step {step.id} has answers and next; one of them is enough."
        for wanted in (step.next, *(answer.next for answer in step.answers)):
            if wanted not in known:
                yield f"step {step.id} leads to {wanted}, which is not there."
    for lost in {step.id for step in card.steps} - _reached(card):
        yield f"step {lost} is never reached."


def _reached(card: Card) -> set[str]:
    reached: set[str] = set()
    ahead = [card.steps[0]] if card.steps else []
    while ahead:
        step = ahead.pop()
        if step.id in reached:
            continue
        reached.add(step.id)
        nexts = [card.after(step, answer) for answer in step.answers] or [card.after(step)]
        ahead += [found for found in nexts if found is not None]
    return reached


def _lines(card: Card) -> Iterator[str]:
    for line in card.lines:
        if not line.where or not all(re.fullmatch(r"[A-Z]{2}", country) for country in line.where):
            yield f"line {line.number}: where must name countries like US."
        if not re.fullmatch(r"[0-9A-Z+() -]{3,24}", line.number):
            yield f"line {line.number!r} is no number as it is dialled."


def _spoken(card: Card) -> Iterator[str]:
    for line in spoken(card):
        for text in (line.en, line.es):
            low = text.casefold()
            yield from (f"nobody says {word!r}: {text}" for word in LOUD if word in low)
            yield from (f"{word!r} is a promise: {text}" for word in PROMISES if word in low)
            yield from (f"{{{name}}} is no variable: {text}" for name in unknown(text))
        if line.en == line.es:
            yield f"the Spanish is the English: {line.en}"


def _hints(card: Card) -> Iterator[str]:
    named = lists_named(card)
    for name, listed in card.suggest.lists.items():
        if name not in named:
            yield f"no phrase names the list {name}."
        yield from _twice(name, listed)


def _shared(shelf: Shelf) -> Iterator[str]:
    """What is wrong with the lists of a folder; those of ours may be more than its cards need."""
    if not shelf.lists.is_own:
        return
    named = {name for card in shelf.cards for name in lists_named(card)}
    named |= _named(shelf.lists.written.values())
    for name, listed in shelf.lists.written.items():
        if name not in named:
            yield f"{FILE.as_posix()}: no card names the list {name}."
        yield from (f"{FILE.as_posix()}: {wrong}" for wrong in _twice(name, listed))


def lists_named(card: Card) -> set[str]:
    """The lists of words that a card's phrases and its own lists name."""
    hints = card.suggest
    return _named((*hints.en, *hints.es, *hints.unless, *hints.lists.values()))


def _named(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in NAMED.findall(text)}


def _twice(name: str, listed: str) -> Iterator[str]:
    """Words that differ in nothing that is compared: capitals and accents make no difference."""
    alike = Counter(fold(word) + word[-1:] * word.endswith("*") for word in listed.split())
    for word, times in alike.items():
        if times > 1:
            yield f"the list {name} has {word} {times} times."


def spoken(card: Card) -> Iterator[Words]:
    """Every line of a card that is said aloud or sent."""
    yield from card.say
    for step in card.steps:
        yield from step.say
    for fact in card.opening_facts:
        yield fact.ask


def overdue(card: Card, today: date) -> str:
    """A sentence when a card should have been read again, or was never read by its reviewer."""
    if not card.reviewed_by:
        return f"{card.id}: nobody has reviewed it yet ({card.owner})."
    if card.review_by < today:
        return f"{card.id}: its review was due on {card.review_by} ({card.owner})."
    return ""
