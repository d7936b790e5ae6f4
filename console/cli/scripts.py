"""``console scripts``: checks the cards, lists them, and shows one in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from console.cli.words import Commands
    from console.library.card import Card, Words
    from console.library.shelf import Shelf

ABOUT = "Check, list and show the cards of words for hard moments; say which one some words call up"


def add(commands: Commands) -> None:
    """Declare the command and what it does."""
    parser: ArgumentParser = command(commands, "scripts", _list, ABOUT)
    doings = parser.add_subparsers(title="what", metavar="WHAT")
    check = doings.add_parser("check", help="check every card; name overdue reviews")
    check.set_defaults(run=_check)
    doings.add_parser("list", help="every card").set_defaults(run=_list)
    show = doings.add_parser("show", help="one card in both languages")
    show.add_argument("card", metavar="CARD", help="its id, like pet-poison; a list, like @pet")
    show.set_defaults(run=_show)
    test = doings.add_parser("try", help="which cards some words of a caller call up, and why")
    test.add_argument("words", metavar="WORDS", help='like "she ate chocolate"')
    test.set_defaults(run=_try)


def _check(arguments: Namespace) -> int:
    """Say what is wrong, then whose review is due; 1 when something is wrong."""
    from datetime import UTC, datetime

    from console.domain.categories import CATEGORIES
    from console.library.checks import overdue, shelf_problems
    from console.library.shelf import load

    tree = settings_of(arguments).categories.tree
    shelf, wrong = load(_folder(arguments))
    problems = [str(error) for error in wrong] + list(shelf_problems(shelf, tree.names, CATEGORIES))
    for problem in problems:
        say(f"wrong      {problem}")
    for card in shelf.cards:
        if due := overdue(card, datetime.now(UTC).date()):
            say(f"attention  {due}")
    say(f"{len(shelf.cards)} cards, {len(problems)} problems.")
    return 1 if problems else 0


def _list(arguments: Namespace) -> int:
    for card in _shelf(arguments).cards:
        place = f"  emergency {card.emergency}" if card.emergency else ""
        crisis = "  crisis" if card.suggest.crisis else ""
        say(f"{card.id:22} {card.title.en}  (v{card.version}{place}{crisis})")
    return 0


def _show(arguments: Namespace) -> int:
    shelf, wanted = _shelf(arguments), arguments.card
    if wanted.startswith("@"):
        return _show_list(shelf, wanted[1:])
    card = shelf.card(wanted)
    if card is None:
        raise Problem(f"There is no card {wanted[:40]!r}. See: console scripts list")
    for line in _told(card):
        say(line)
    return 0


def _show_list(shelf: Shelf, name: str) -> int:
    from console.library.checks import lists_named

    if name not in shelf.lists.written:
        known = ", ".join(f"@{one}" for one in shelf.lists.written)
        raise Problem(f"There is no list {'@' + name[:40]!r} for all cards; there are {known}.")
    say(f"@{name}: {shelf.lists.written[name]}")
    say(f"named by: {', '.join(card.id for card in shelf.cards if name in lists_named(card))}")
    return 0


def _try(arguments: Namespace) -> int:
    shelf = _shelf(arguments)
    found = shelf.rules.suggest(arguments.words)
    for suggestion in found:
        pinned = "pinned, " if suggestion.is_crisis else ""
        say(f"{suggestion.card}: {pinned}because of")
        for hit in suggestion.hits:
            say(f"    {arguments.words[hit.start : hit.end]!r}, by the rule {hit.phrase}")
    if not found:
        say("These words call up no card.")
    return 0


def _folder(arguments: Namespace) -> Path:
    folder = settings_of(arguments).scripts.path
    if not folder.is_dir():
        raise Problem(f"{folder} is no folder; [scripts] folder in config.toml names it.")
    return folder


def _shelf(arguments: Namespace) -> Shelf:
    from console.library.shelf import load

    shelf, wrong = load(_folder(arguments))
    for error in wrong:
        say(f"wrong      {error}")
    return shelf


def _told(card: Card) -> Iterator[str]:
    yield f"{card.title.en}  |  {card.title.es}"
    yield f"version {card.version}, {card.owner}, review by {card.review_by}"
    for fact in card.opening_facts:
        yield f"  [ ] {_both(fact.ask)}"
    for place, step in enumerate(card.steps, 1):
        yield f"{place}. {_both(step.do)}"
        yield from (f"     say    {_both(line)}" for line in step.say)
        yield from (f"     avoid  {_both(line)}" for line in step.avoid)
        yield from (f"     {_both(way.words)} -> {way.next}" for way in step.answers)
    yield from (f"say    {_both(line)}" for line in card.say)
    yield from (f"avoid  {_both(line)}" for line in card.avoid)
    yield from (f"stop   {_both(line)}" for line in card.stop_rules)
    yield from (f"page {way.route}: {_both(way.when)}" for way in card.escalate_when)
    for line in card.lines:
        where = ", ".join(line.where)
        yield f"call   {line.number}  {_both(line.name)} ({where}; looked up {line.verified})"

    yield from _rules(card)


def _rules(card: Card) -> Iterator[str]:
    """By which words it comes up, as they are written in the card."""
    hints = card.suggest
    for name, listed in hints.lists.items():
        yield f"@{name}: {listed}"
    for before, phrases in (("en    ", hints.en), ("es    ", hints.es), ("unless", hints.unless)):
        yield from (f"{before} {phrase}" for phrase in phrases)


def _both(words: Words) -> str:
    return f"{words.en}  |  {words.es}"
