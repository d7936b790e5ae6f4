"""The published shape of a card's file: every key, what it holds, and whether it must be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "texts", "words", "count", "flag", "date", "phrases", "lists", "table", "tables"
]

KINDS: dict[str, str] = {
    "text": "text",
    "texts": "list of text",
    "words": "{ en, es }, or a list of them where several are wanted",
    "count": "whole number",
    "flag": "true or false",
    "date": "date like 2027-05-01, without quotes",
    "phrases": "list of phrases",
    "lists": "table of words between spaces, by name",
    "table": "one table",
    "tables": "list of tables",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    name: str
    kind: Kind
    about: str
    needed: bool = True
    many: bool = False
    """For words: a list of sentences."""
    of: str = ""
    """For tables: the name of their own shape in ``SHAPES``."""
    one_of: tuple[str, ...] = ()


CARD = (
    Key("id", "text", "Name of the file without .toml: small letters, digits, hyphens."),
    Key("title", "words", "What stands over the card."),
    Key("categories", "texts", "Categories of incidents that open it, the likeliest card first."),
    Key(
        "audience", "text", "Whom the say lines are spoken to.", one_of=("caller", "agent", "lead")
    ),
    Key("emergency", "count", "Place on the emergency key, from 1.", needed=False),
    Key("owner", "text", "Role that answers for the content."),
    Key("reviewed_by", "text", "Role that has read it; empty until one has."),
    Key("review_by", "date", "Day by which it must be read again."),
    Key("version", "count", "Raised with every change of meaning; incidents keep it."),
    Key("sources", "texts", "Where its facts come from: organisation, document, address."),
    Key("say", "words", "Lines that help at any step.", many=True, needed=False),
    Key("avoid", "words", "Lines that harm at any step.", many=True),
    Key("stop_rules", "words", "What nobody may do, whatever is asked.", many=True),
    Key("escalate_when", "tables", "When to page somebody, and whom.", of="escalate_when"),
    Key("opening_facts", "tables", "What to learn in the first minute.", of="opening_facts"),
    Key("steps", "tables", "What to do, in order; every one may be skipped.", of="steps"),
    Key("lines", "tables", "Numbers outside the company.", needed=False, of="lines"),
    Key("suggest", "table", "Words of a caller that bring it up.", needed=False, of="suggest"),
)

SHAPES: dict[str, tuple[Key, ...]] = {
    "opening_facts": (
        Key("id", "text", "Name of the fact within the card."),
        Key("ask", "words", "The question, as it is asked."),
        Key("note", "words", "How the note line begins that a tick writes."),
        Key(
            "mark",
            "text",
            "First character of that line.",
            needed=False,
            one_of=("", "!", '"', ">", "?"),
        ),
        Key("field", "text", "Name of the value the line carries.", needed=False),
    ),
    "steps": (
        Key("id", "text", "Name of the step within the card."),
        Key("do", "words", "What the agent does now, in one sentence."),
        Key("say", "words", "Lines to say.", many=True, needed=False),
        Key("avoid", "words", "Lines not to say.", many=True, needed=False),
        Key("answers", "tables", "Ways it may turn out.", needed=False, of="answers"),
        Key("next", "text", "Step that follows; the one below without it.", needed=False),
    ),
    "answers": (
        Key("words", "words", "What is chosen."),
        Key("next", "text", "Step that follows, or end."),
    ),
    "escalate_when": (
        Key("when", "words", "What must be the case."),
        Key("route", "text", "Route that is paged."),
    ),
    "lines": (
        Key("name", "words", "Who answers."),
        Key("number", "text", "As it is dialled."),
        Key("where", "texts", "Countries in which it works, like US."),
        Key("verified", "date", "Day on which the number was last looked up."),
        Key("source", "text", "Where it was looked up."),
    ),
    "suggest": (
        Key("crisis", "flag", "Pins the card; a 'not' takes nothing back.", needed=False),
        Key("lists", "lists", "Words that phrases name with an @.", needed=False),
        Key("en", "phrases", "English phrases.", needed=False),
        Key("es", "phrases", "Spanish phrases.", needed=False),
        Key("unless", "phrases", "Harmless phrases with the same words.", needed=False),
    ),
}
