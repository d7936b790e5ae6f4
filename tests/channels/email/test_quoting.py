"""Quote folding: hides what is surely quoted, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.quoting import split_reply

QUOTES = {
    "English": "On Mon, May 6, 2024 at 10:32 AM Desk <help@example.com> wrote:\n> Hello\n> Ana",
    "English, wrapped": "On Mon, May 6, 2024 at 10:32 AM Desk\n<help@example.com> wrote:\n\n> Hi",
    "English, wrapped after the date": "On Mon, May 6, 2024 at 10:32 AM\n"
    "Desk <help@example.com> wrote:\n\n> Hi",
    "English without marks": "On May 6, 2024, at 10:32, Desk <help@example.com> wrote:\n\nHello",
    "Spanish": "El lun, 6 may 2024 a las 10:32, Desk (<help@example.com>) escribió:\n\n> Hola",
    "German": "Am 06.05.24 um 10:32 schrieb Desk:\n> Hallo",
    "French": "Le lun. 6 mai 2024 à 10:32, Desk <help@example.com> a écrit :\n> Bonjour",
    "name first": "Desk <help@example.com> wrote:\n> Hello",
    "Outlook": "________________________________\nFrom: Desk <help@example.com>\n"
    "Sent: Monday, May 6, 2024 10:32 AM\nTo: Ana\nSubject: RE: Dog\n\nHello",
    "Outlook, Spanish": "De: Desk\nEnviado el: lunes\nPara: Ana\nAsunto: RE: Perro\n\nHola",
    "Outlook, German": "Von: Desk\nGesendet: Montag\nAn: Ana\nBetreff: AW: Hund\n\nHallo",
    "Outlook, French": "De : Desk\nEnvoyé : lundi\nÀ : Ana\nObjet : RE: Chien\n\nBonjour",
    "old Outlook": "-----Original Message-----\nHello",
    "old Outlook, Spanish": "-----Mensaje original-----\nHola",
}


@pytest.mark.parametrize("name", QUOTES)
def test_the_quoted_mail_is_folded_away(name: str) -> None:
    reply = split_reply("My answer.\n\n" + QUOTES[name])
    assert reply.fresh == "My answer."
    assert reply.quoted == QUOTES[name]


WRITTEN = [
    "One.",
    "On arrival I saw him",
    "On 3 May 2024 at 10:32 he came",
    "<ben@example.com> threatens me",
]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("name", ["English", "Spanish", "name first"])
def test_a_line_right_above_the_attribution_is_never_hidden(written: str, name: str) -> None:
    reply = split_reply(f"Help.\n\n{written}\n{QUOTES[name]}")
    assert written in reply.fresh


def test_an_answer_below_the_quotation_is_the_fresh_part() -> None:
    reply = split_reply(QUOTES["English"] + "\n\nMy answer.")
    assert (reply.fresh, reply.quoted) == ("My answer.", QUOTES["English"])


def test_a_signature_is_folded_away() -> None:
    reply = split_reply("My answer.\n-- \nAna\n+1 555 0100")
    assert (reply.fresh, reply.quoted) == ("My answer.", "-- \nAna\n+1 555 0100")


UNSURE = {
    "a threat told in words": "On 3 May 2024 at 10:32 he wrote:\nI will come for you",
    "a threat told in mid-letter": "Help.\nOn 3 May 2024 at 10:32 he wrote:\nI will come for you",
    "words on both sides of a quotation": "One.\n" + QUOTES["English"] + "\n\nTwo.",
    "a threat pasted as quote": "He says:\n> I will come for you\nWhat should I do?",
    "marks without attribution": "Look:\n> I will come for you",
    "answers between quotes": "On May 6 Desk <help@example.com> wrote:\n> One?\nYes\n> Two?\nNo",
    "nothing but a quotation": QUOTES["English"],
    "a letter that begins with From": "Hello\nFrom: the park\nTo: my home\nit was dark",
    "a long text below two dashes": "a\n--\n" + "evidence\n" * 20,
    "a forward": "See.\n\n---------- Forwarded message ---------\n" + QUOTES["Outlook"],
    "a forward, Spanish": "Mira.\n\n---------- Mensaje reenviado ---------\n" + QUOTES["Spanish"],
    "a forward from Apple": "See.\n\nBegin forwarded message:\n\n" + QUOTES["English"],
    "an empty text": "",
}


@pytest.mark.parametrize("name", UNSURE)
def test_nothing_is_hidden_when_unsure(name: str) -> None:
    reply = split_reply(UNSURE[name])
    assert (reply.fresh, reply.quoted) == (UNSURE[name].strip("\n"), "")


def test_a_forward_from_outlook_is_known_by_its_subject() -> None:
    text = "Please look.\n\n" + QUOTES["Outlook"]
    assert split_reply(text, subject="FW: Dog").fresh == text
    assert split_reply(text, subject="RV: Perro").fresh == text
    assert split_reply(text, subject="RE: Dog").fresh == "Please look."


@given(st.lists(st.sampled_from([*QUOTES.values(), *UNSURE.values(), "-- ", "a", ""]), max_size=6))
def test_every_written_line_is_in_one_half(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    reply = split_reply(text)
    shown = [line for line in (reply.fresh + "\n" + reply.quoted).split("\n") if line.strip()]
    assert sorted(shown) == sorted(line for line in text.split("\n") if line.strip())
    assert reply.fresh.strip() or not text.strip()
