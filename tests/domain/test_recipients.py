"""Who gets a mail is written out, each once, and nothing that only looks like an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.message import decide_mail
from console.domain.message_events import MessageComposed, SendMail
from console.domain.person import mail_handle
from tests.desk.core.entries import START

ANA = "mailto:ana@example.com"


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("ana@example.com", ANA),
        ("  Ana@Example.COM \n", ANA),
        ("o'neil+vet@mail.example.co.uk", "mailto:o'neil+vet@mail.example.co.uk"),
        ("vet@xn--clnica-5va.example.com", "mailto:vet@xn--clnica-5va.example.com"),
    ],
)
def test_an_address_is_taken_as_it_is_meant(typed: str, handle: str) -> None:
    assert mail_handle(typed) == handle


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@",
        "@example.com",
        "ana@localhost",
        "ana@example..com",
        "ana@-example.com",
        "ana@example.com-",
        "ana@@example.com",
        "ana@example.com, eve@example.com",
        "ana@example.com;eve@example.com",
        "Ana <ana@example.com>",
        "ana@example.com\r\nBcc: eve@example.com",
        "an a@example.com",
        '"ana"@example.com',
        "\u0430na@example.com",
        "ana@ex\u0430mple.com",
        "ana@example\uff0ecom",
        "a" * 65 + "@example.com",
        "ana@" + "a." * 130 + "com",
        "mailto:ana@example.com",
        "+14155550142",
    ],
)
def test_what_is_no_address_or_only_looks_like_one_is_none(typed: str) -> None:
    assert mail_handle(typed) is None


@given(st.text(max_size=60))
def test_what_is_taken_can_never_be_more_than_one_receiver(typed: str) -> None:
    handle = mail_handle(typed)
    if handle is not None:
        assert handle.count("@") == 1
        assert handle.isascii()
        assert not set(handle) & set(' ,;<>"\r\n\0\t()[]\\')


@pytest.mark.parametrize(
    ("to", "cc"), [((ANA,), (ANA,)), ((ANA, ANA), ()), ((ANA,), ("mailto:ANA@example.com",))]
)
def test_nobody_gets_a_mail_twice(to: tuple[str, ...], cc: tuple[str, ...]) -> None:
    command = SendMail(incident=1, to=to, cc=cc, body="x")
    event = MessageComposed(
        id="m", channel="email", sender="a@b.example", to=to, cc=cc, body="x", due=START
    )
    with pytest.raises(Rejected, match="twice"):
        decide_mail(command, event)
