"""The reference of an incident, as it is spoken, misheard and mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.reference import ALPHABET, parse_reference, reference

LAST = 32**5 - 1
numbers = st.integers(min_value=1, max_value=LAST)


def test_every_number_has_its_own_reference_and_it_reads_back() -> None:
    given_out = {reference(number) for number in range(1, 60_001)}
    assert len(given_out) == 60_000
    assert all(parse_reference(ref) == ref for ref in given_out)


@given(numbers)
def test_any_reference_reads_back_however_it_is_written(number: int) -> None:
    ref = reference(number)
    bare = ref.replace("-", "")
    spoken = bare.replace("1", "l").replace("0", "o").replace("V", "u").lower()
    for written in (ref, bare, f"INC-{ref}", f"inc {bare}", f"INC{bare}", spoken, " ".join(bare)):
        assert parse_reference(written) == ref


@given(numbers, numbers)
def test_two_numbers_never_share_a_reference(one: int, other: int) -> None:
    assert (reference(one) == reference(other)) == (one == other)


@given(numbers, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(number: int, place: int, wrong: str) -> None:
    bare = reference(number).replace("-", "")
    changed = bare[:place] + wrong + bare[place + 1 :]
    assert (parse_reference(changed) is None) == (changed != bare)


@given(numbers, st.integers(0, 5), st.integers(0, 5))
def test_any_two_characters_that_changed_places_are_noticed(
    number: int, one: int, other: int
) -> None:
    chars = list(reference(number).replace("-", ""))
    chars[one], chars[other] = chars[other], chars[one]
    is_same = chars[one] == chars[other]
    assert (parse_reference("".join(chars)) is None) == (not is_same)


def test_neighbouring_incidents_do_not_look_alike() -> None:
    for number in range(1, 2_000):
        one, next_one = reference(number), reference(number + 1)
        assert sum(a != b for a, b in zip(one, next_one, strict=True)) >= 3


@pytest.mark.parametrize("number", [0, -1, LAST + 1])
def test_a_number_that_no_reference_can_hold_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        reference(number)


@given(st.text(max_size=40))
def test_whatever_somebody_types_never_fails(text: str) -> None:
    found = parse_reference(text)
    assert found is None or parse_reference(found) == found
