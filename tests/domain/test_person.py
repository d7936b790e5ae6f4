"""Addresses of people: how numbers and senders become handles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.person import (
    Contact,
    ContactIdentified,
    ContactJoined,
    ContactLeft,
    OptedIn,
    OptedOut,
    address_of,
    check_textable,
    evolve_contact,
    handle_of,
    is_withheld,
    masked,
    tel,
)


@pytest.mark.parametrize(
    "written",
    [
        "+14155550101",
        "4155550101",
        "14155550101",
        "(415) 555-0101",
        "415.555.0101",
        "415 555 0101",
        "+1 415-555-0101",
        "  +1 (415) 555 0101  ",
        "1 415 555 0101",
    ],
)
def test_a_number_has_one_handle_in_whatever_shape_it_is_written(written: str) -> None:
    assert tel(written) == "tel:+14155550101"
    assert handle_of(written) == "tel:+14155550101"


@pytest.mark.parametrize("last", range(100, 200))
def test_the_numbers_reserved_for_fiction_are_numbers(last: int) -> None:
    assert tel(f"415-555-0{last}") == f"tel:+14155550{last}"


def test_numbers_of_other_countries_keep_their_own() -> None:
    assert tel("+44 20 7946 0958") == "tel:+442079460958"
    assert tel("030 901820", "DE") == "tel:+4930901820"


@pytest.mark.parametrize(
    "odd",
    [
        "", " ", "+", "anonymous", "911", "555-0101", "12345", "STEADY", "sip:ana@example.com",
        "client:ana", "whatsapp:+14155550101", "+1415555010155555", "+0123456789",
        "+٤١٥٥٥٥٠١٠١٢", "4155550101x77", "tel:+14155550101", "1" * 400, "\0", "+1\n4155550101\0",
    ],
)  # fmt: skip
def test_what_is_no_number_has_no_telephone_handle(odd: str) -> None:
    assert tel(odd) is None
    assert handle_of(odd).startswith("raw:")


def test_a_mail_address_is_one_handle_in_any_case() -> None:
    assert handle_of(" Ana@Example.com ") == "mailto:ana@example.com"
    assert address_of("mailto:ana@example.com") == "ana@example.com"


@given(st.text(max_size=400))
def test_no_sender_is_so_odd_that_it_fails(text: str) -> None:
    handle = handle_of(text)
    assert handle.partition(":")[0] in {"tel", "mailto", "raw"}
    assert isinstance(masked(handle), str)
    assert tel(text) is None or handle == tel(text)


@pytest.mark.parametrize(
    "caller",
    ["", "anonymous", "Anonymous", "RESTRICTED", " unavailable ", "+266696687", "+7378742833"],
)
def test_callers_who_hide_who_they_are_have_nothing_in_common(caller: str) -> None:
    assert is_withheld(caller)


@pytest.mark.parametrize("caller", ["+14155550101", "12345", "STEADY"])
def test_a_caller_with_a_name_or_number_is_not_hidden(caller: str) -> None:
    assert not is_withheld(caller)


def test_a_masked_handle_shows_its_ends_only() -> None:
    assert masked("tel:+14155550101") == "+1…01"
    assert masked("mailto:ana@example.com") == "a…@example.com"
    assert masked("raw:a very long sender name") == "a very long "


def test_an_address_knows_its_open_and_past_incidents() -> None:
    contact = Contact(handle="tel:+14155550101")
    for number in (1, 2, 1):
        contact = evolve_contact(contact, ContactJoined(incident=number))
    assert (contact.open, contact.past) == ((1, 2), 0)
    for number in (1, 1, 9):
        contact = evolve_contact(contact, ContactLeft(incident=number))
    assert (contact.open, contact.past) == ((2,), 1)


def test_somebody_who_replied_stop_can_not_be_texted_until_they_text_start() -> None:
    contact = evolve_contact(Contact(handle="tel:+14155550101"), OptedOut())
    with pytest.raises(Rejected, match="STOP") as no:
        check_textable(contact)
    assert no.value.code == "opted_out"
    check_textable(evolve_contact(contact, OptedIn()))


def test_an_address_is_unknown_until_a_human_says_whose_it_is() -> None:
    contact = Contact(handle="tel:+14155550101")
    assert (contact.person, contact.name) == (None, "")
    known = evolve_contact(contact, ContactIdentified(person=4, name="Ana Ruiz"))
    assert (known.person, known.name) == (4, "Ana Ruiz")
