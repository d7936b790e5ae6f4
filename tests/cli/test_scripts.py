"""``console scripts`` for whoever owns the cards: what is wrong, what is in them, and why."""

from __future__ import annotations

from tests.cli.test_commands import console, sentence


def test_the_cards_that_come_with_the_console_are_found_whole() -> None:
    done = console("scripts", "check")
    assert done.returncode == 0
    assert "cards, 0 problems." in done.stdout


def test_a_card_is_shown_with_the_rules_that_bring_it_up() -> None:
    shown = console("scripts", "show", "pet-poison").stdout
    assert "An animal swallowed something harmful" in shown
    assert "\n@poisons: " in shown
    assert "en     @eats .. @poisons" in shown


def test_a_list_is_shown_with_the_cards_that_name_it() -> None:
    shown = console("scripts", "show", "@pet").stdout
    assert shown.startswith("@pet: dog dogs cat")
    named = shown.splitlines()[1]
    assert named.startswith("named by: ")
    assert "pet-poison" in named


def test_a_list_that_is_not_there_is_answered_with_those_that_are() -> None:
    done = console("scripts", "show", "@dragons")
    assert done.returncode != 0
    assert "no list '@dragons' for all cards; there are @self" in sentence(done)


def test_words_are_tried_with_the_rule_that_they_fit() -> None:
    tried = console("scripts", "try", "she ate chocolate").stdout
    assert "pet-poison" in tried
    assert "'ate chocolate', by the rule @eats .. @poisons" in tried
