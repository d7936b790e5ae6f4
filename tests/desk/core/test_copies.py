"""A copy is bound to one mail to one person, and never follows to another."""

from __future__ import annotations

from console.desk.copies import Copies

ANA, EVE = (1, "mailto:ana@example.com"), (1, "mailto:eve@example.com")
VET = "mailto:vet@example.com"


def test_nobody_is_in_copy_by_itself() -> None:
    copies = Copies()
    assert copies.of(ANA) == ()
    assert copies.words(ANA) == "no CC"


def test_a_copy_stays_with_the_one_it_was_added_for() -> None:
    copies = Copies()
    copies.add(ANA, VET)
    assert copies.words(ANA) == "CC vet@example.com"
    assert copies.of(EVE) == copies.of((2, ANA[1])) == ()


def test_many_are_counted_and_none_is_hidden() -> None:
    copies = Copies()
    for name in "abcd":
        copies.add(ANA, f"mailto:{name}@example.com")
    assert copies.words(ANA) == "CC a@example.com, b@example.com +2"


def test_taking_out_leaves_the_others() -> None:
    copies = Copies()
    copies.add(ANA, VET)
    copies.take_out(ANA, VET)
    assert copies.of(ANA) == ()
    assert not copies.is_for_nobody(ANA)
    copies.take_out(ANA, ANA[1])
    assert copies.is_for_nobody(ANA)
    assert not copies.is_for_nobody(EVE)
    copies.choose(ANA)
    assert not copies.is_for_nobody(ANA)


def test_a_mail_that_comes_back_brings_exactly_its_own() -> None:
    copies = Copies()
    copies.add(ANA, "mailto:other@example.com")
    copies.put(ANA, (VET,))
    assert copies.of(ANA) == (VET,)
    copies.put(ANA, ())
    assert copies.of(ANA) == ()
