"""Facts marked inside a note while it is typed: who, what, how much, and what is dangerous."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal

from console.domain.base import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

What = Literal["who", "thing", "money", "risk", "field"]
"""``@vet Banfield``, ``#meds insulin``, ``$240``, ``!allergy``, and ``Place: 12 Alder Court``."""
MOST = 40
"""Facts of one note."""
MOST_NOTES = 200
"""Notes of one incident whose facts are kept; the oldest are let go."""
WORDS = 160
"""Characters of one value; the note has the rest."""
SECRETS = frozenset(
    {
        "password",
        "passcode",
        "pin",
        "cvv",
        "cvc",
        "otp",
        "code",
        "token",
        "secret",
        "ssn",
        "iban",
        "passport",
        "card",
        "contraseña",
        "clave",
    }
)
"""Names whose values are never taken out of a note."""

_NAME = r"[^\W\d_][\w.-]{0,31}"
_SIGN = re.compile(r"(?:^|(?<=[\s(]))(?:[@#!](?=[^\W\d_])|\$(?=[0-9]))")
_MARKED = re.compile(rf"[@#!]({_NAME})\s*(.*)", re.DOTALL)
_MONEY = re.compile(
    r"\$([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{2}))?(?=[,;:.!?)]*(?:\s|$))"
)
_LABEL = re.compile(r"""(["!]?)([^\W\d_a-z][^:.;!?"@#$]{0,39}): +(\S.*)""")
_END = re.compile(r"[,;)](?:\s|$)|(?<!Dr)(?<!Mr)(?<!Ms)(?<!St)(?<!Mrs)\.\s|[!?](?:\s|$)|\s[–—-]\s")


class NotedFact(State):
    """One value that was marked in a note."""

    what: What
    name: str = ""
    """What it is of: ``vet``, ``meds``, ``Place``; empty for a risk and for money of no name."""
    value: str = ""
    """As it was written; of money, how it is written in full."""
    cents: int | None = None
    """US dollars, of money alone."""

    @property
    def key(self) -> tuple[str, str]:
        """What a later fact is the newer version of; a risk never replaces another risk."""
        return (self.what, self.name.casefold() or self.value.casefold())


def facts_in(text: str, logins: Collection[str] = ()) -> tuple[NotedFact, ...]:
    """Read the facts out of a note, in the order of its words.

    Args:
        text: The note, payment cards already masked.
        logins: Accounts of colleagues, in lower case; ``@`` before one of them calls somebody and
            says nothing about who is in the incident.
    """
    found = chain.from_iterable(_of_line(line.strip(), logins) for line in text.splitlines())
    return tuple(fact for fact in found if not _is_secret(fact))[:MOST]


def names_called(text: str) -> frozenset[str]:
    """Every word after ``@``, in lower case: those that may be logins."""
    found = re.findall(rf"(?:^|(?<=[\s(]))@({_NAME})", text, re.MULTILINE)
    return frozenset(name.rstrip(".-").lower() for name in found)


def standing(facts: Mapping[str, tuple[NotedFact, ...]]) -> tuple[NotedFact, ...]:
    """The facts that count now: the latest of each name, and every risk."""
    latest: dict[tuple[str, str], NotedFact] = {}
    for fact in chain.from_iterable(facts.values()):
        latest.pop(fact.key, None)
        latest[fact.key] = fact
    return tuple(latest.values())


def facts_after(
    facts: dict[str, tuple[NotedFact, ...]], note: str, fresh: tuple[NotedFact, ...]
) -> dict[str, tuple[NotedFact, ...]]:
    """The facts of an incident after a note was written, rewritten in its place, or deleted."""
    if not fresh:
        return {key: kept for key, kept in facts.items() if key != note}
    return dict(list({**facts, note: fresh}.items())[-MOST_NOTES:])


def in_words(fact: NotedFact) -> str:
    """A fact on one line: ``vet: Banfield``, ``! allergy``, ``refund: $240.00``."""
    said = ": ".join(part for part in (fact.name, fact.value) if part)
    return f"! {said}" if fact.what == "risk" else said


def _of_line(line: str, logins: Collection[str]) -> Iterator[NotedFact]:
    label = _LABEL.fullmatch(line)
    if label is not None:
        what: What = "risk" if label[1] == "!" else "field"
        yield NotedFact(what=what, name=label[2].strip(), value=_short(label[3]))
    # What somebody said, or what nobody knows yet, is no fact of ours.
    if line.startswith(('"', "?")):
        return
    if line.startswith("!"):
        risk, line = _cut(line[1:].lstrip())
        if label is None and risk:
            yield NotedFact(what="risk", value=risk)
    yield from _signed(line, logins)


def _cut(line: str) -> tuple[str, str]:
    """The words before the first sign, and the rest."""
    found = _SIGN.search(line)
    end = found.start() if found is not None else len(line)
    return _short(line[:end]), line[end:]


def _signed(line: str, logins: Collection[str]) -> Iterator[NotedFact]:
    starts = [sign.start() for sign in _SIGN.finditer(line)]
    named = ""
    for start, end in pairwise([*starts, len(line)]):
        part = line[start:end]
        fact = _money(part, named) if part[0] == "$" else _marked(part, logins)
        if named and (fact is None or fact.what != "money"):
            yield NotedFact(what="thing", name=named)
        named = fact.name if fact is not None and fact.what == "thing" and not fact.value else ""
        if fact is not None and not named:
            yield fact
    if named:
        yield NotedFact(what="thing", name=named)


def _money(part: str, name: str) -> NotedFact | None:
    """Dollars as they are written in the US; what is written otherwise stays text."""
    found = _MONEY.match(part)
    if found is None:
        return None
    dollars, cents = int(found[1].replace(",", "")), int(found[2] or 0)
    value = f"${dollars:,}.{cents:02}"
    return NotedFact(what="money", name=name, value=value, cents=dollars * 100 + cents)


def _marked(part: str, logins: Collection[str]) -> NotedFact | None:
    found = _MARKED.match(part)
    if found is None:
        return None
    name = found[1].rstrip(".-")
    value = "" if name != found[1] else _short(_to_end(found[2]))
    if part[0] == "!":
        return NotedFact(what="risk", value=_short(f"{name} {value}"))
    if part[0] == "#":
        return NotedFact(what="thing", name=name, value=value)
    if not value or name.lower() in logins:
        return None
    return NotedFact(what="who", name=name, value=value)


def _to_end(words: str) -> str:
    found = _END.search(words)
    return words[: found.start()] if found is not None else words


def _short(words: str) -> str:
    line = " ".join(words.split()).rstrip(",;.:")
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"


def _is_secret(fact: NotedFact) -> bool:
    words = re.findall(r"\w+", fact.name.casefold())
    # A risk has no name: "passport taken" is one, "pin 1234" is a secret.
    if fact.what == "risk" and not words and re.search(r"\d", fact.value):
        words = fact.value.casefold().split()[:1]
    return not SECRETS.isdisjoint(words)
