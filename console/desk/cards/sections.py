"""What of a card holds at every step, a section after the other, most hurtful to forget first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.cards.rows import Page
    from console.library.card import Card


def never(page: Page, card: Card) -> None:
    """What nobody may do."""
    for line in card.stop_rules:
        page.for_us(line, "", "plain")


def say(page: Page, card: Card) -> None:
    """What helps at any step."""
    for line in card.say:
        page.both(line, "say ", "good")


def avoid(page: Page, card: Card) -> None:
    """What harms at any step."""
    for line in card.avoid:
        page.both(line, "NOT ", "warn")


def whom(page: Page, card: Card) -> None:
    """When somebody is paged."""
    for one in card.escalate_when:
        page.for_us(one.when, f"{one.route}: ", "text")


def numbers(page: Page, card: Card) -> None:
    """Who else helps, and when that was looked up."""
    for line in card.lines:
        page.wrapped(f"{line.number} ({'/'.join(line.where)}, {line.verified})", "plain")
        page.for_us(line.name, "", "quiet")


SECTIONS: dict[str, Callable[[Page, Card], None]] = {
    "NEVER": never,
    "SAY": say,
    "DON'T SAY": avoid,
    "PAGE": whom,
    "NUMBERS": numbers,
}
