"""How mails are put together, by the book and against it."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from typing import TYPE_CHECKING

from tests.channels.email.corpus.case import Case, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, HTML = "He is at my door: señal.", "<p>He is at my <b>door</b>: señal.</p>"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


def built_cases() -> Iterator[Case]:
    """Every sensible way to combine text, HTML, pictures and files."""
    for has_text in (True, False):
        for has_html in (True, False):
            for pictures in (0, 1, 2):
                for files in (0, 1, 3):
                    if (has_text or has_html) and not (pictures and not has_html):
                        yield _built(has_text, has_html, pictures=pictures, files=files)


def _built(has_text: bool, has_html: bool, *, pictures: int, files: int) -> Case:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"], mail["From"] = "Señal at the door", "Ana <ana@example.com>"
    mail["Message-ID"] = "<built@example.com>"
    if has_text:
        mail.set_content(TEXT)
    if has_html and has_text:
        mail.add_alternative(HTML, subtype="html")
    elif has_html:
        mail.set_content(HTML, subtype="html")
    for number in range(pictures):
        last = mail.get_body(("html",))
        assert last is not None
        last.add_related(JPEG, "image", "jpeg", cid=f"<p{number}>", filename=f"p{number}.jpg")
    for number in range(files):
        mail.add_attachment(JPEG, maintype="image", subtype="jpeg", filename=f"f{number}.jpg")
    return Case(
        f"text {has_text}, html {has_html}, {pictures} pictures, {files} files",
        mail.as_bytes(),
        text=TEXT,
        subject="Señal at the door",
        files=pictures + files,
        message_id="<built@example.com>",
    )


def old_cases() -> Iterator[Case]:
    """The same with the older interface of the library, which writes other bytes."""
    for charset in ("utf-8", "iso-8859-1", "us-ascii", "windows-1252"):
        text = TEXT if charset != "us-ascii" else "He is here"
        whole = MIMEMultipart("mixed")
        whole["Subject"] = "Old"
        whole.attach(MIMEText(text, "plain", charset))
        extra = MIMEBase("application", "octet-stream")
        extra.set_payload(b"12345")
        extra.add_header("Content-Disposition", "attachment", filename="a.bin")
        whole.attach(extra)
        yield Case(f"old way in {charset}", whole.as_bytes(), text, "Old", 1, ("a.bin",))


def _multipart(kind: str, *parts: bytes, mark: str = "b", shown: str = "") -> bytes:
    head = lines("Subject: Parts", f"Content-Type: multipart/{kind}; boundary={shown or mark}", "")
    return head + b"".join(lines(f"--{mark}") + part for part in parts) + lines(f"--{mark}--")


PLAIN = lines("Content-Type: text/plain", "", "He is here")
RICH = lines("Content-Type: text/html", "", "<p>He is <b>here</b></p>")
FILE = lines("Content-Type: image/jpeg", 'Content-Disposition: attachment; filename="a.jpg"',
             "Content-Transfer-Encoding: base64", "", "/9j/4AAQ")  # fmt: skip
BARE = lines("", "He is here")
FORWARD = lines("Content-Type: message/rfc822", "", "Subject: Inner", "", "Inner words")
SIGNATURE = lines("Content-Type: application/pkcs7-signature; name=smime.p7s",
                  "Content-Transfer-Encoding: base64", "", "MIAG")  # fmt: skip
INVITE = lines("Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR")
CARD = lines("Content-Type: text/x-vcard; name=ana.vcf", "", "BEGIN:VCARD")
NOTES = lines("Content-Type: text/plain", "Content-Disposition: attachment; filename=n.txt", "",
              "Notes")  # fmt: skip
FOOT = lines("Content-Type: text/plain", "", "-- the list")


def odd_cases() -> Iterator[Case]:
    """Multipart mails that programs and servers have made."""
    here = "He is here"
    yield Case("alternative", _multipart("alternative", PLAIN, RICH), here, "Parts")
    yield Case("alternative, wrong order", _multipart("alternative", RICH, PLAIN), here, "Parts")
    yield Case("only HTML in it", _multipart("alternative", RICH), here, "Parts")
    yield Case("part without a head", _multipart("mixed", BARE), here, "Parts")
    yield Case("mixed with a file", _multipart("mixed", PLAIN, FILE), here, "Parts", 1, ("a.jpg",))
    yield Case("a file first", _multipart("mixed", FILE, PLAIN), here, "Parts", 1)
    yield Case("a text that is a file", _multipart("mixed", PLAIN, NOTES), here, "Parts", 1)
    yield Case("a forward", _multipart("mixed", PLAIN, FORWARD), here, "Parts", 1)
    yield Case("signed", _multipart("signed", PLAIN, SIGNATURE), here, "Parts", 1)
    yield Case("an invitation", _multipart("alternative", PLAIN, INVITE), here, "Parts", 1)
    yield Case("a card", _multipart("mixed", PLAIN, CARD), here, "Parts", 1)
    yield Case("a list's foot", _multipart("mixed", PLAIN, FOOT), f"{here} -- the list", "Parts")
    yield Case("an unknown kind", _multipart("x-odd", PLAIN, FILE), here, "Parts", 1)
    yield Case("appledouble", _multipart("appledouble", FILE, FILE), "", "Parts", 2)
    yield Case("quoted mark", _multipart("mixed", PLAIN, mark="=_b 1", shown='"=_b 1"'), here,
               "Parts")  # fmt: skip
    yield Case("a mark of signs", _multipart("mixed", PLAIN, mark="b.+(1)*", shown='"b.+(1)*"'),
               here, "Parts")  # fmt: skip
    inner = _multipart("alternative", PLAIN, RICH, mark="b2").partition(b"\r\n")[2]
    yield Case("a mark within a mark", _multipart("mixed", inner, FILE), here, "Parts", 1)
    whole = _multipart("mixed", PLAIN, FILE)
    for name, raw in {
        "never closed": whole.removesuffix(b"--b--\r\n"),
        "a preamble": whole.replace(
            b"\r\n\r\n--b\r\n", b"\r\n\r\nYour reader is old.\r\n--b\r\n", 1
        ),
        "an epilogue": whole + b"Sent by a list\r\n--b\r\n",
        "space after marks": whole.replace(b"--b\r\n", b"--b \t\r\n"),
        "line feeds only": whole.replace(b"\r\n", b"\n"),
        "no version": whole,
        "kind in upper case": whole.replace(b"multipart/mixed", b"MULTIPART/Mixed"),
        "parameters folded": whole.replace(b"; boundary", b";\r\n\tcharset=utf-8;\r\n boundary"),
        "a length that lies": b"Content-Length: 3\r\n" + whole,
        "encoding said of the whole": b"Content-Transfer-Encoding: base64\r\n" + whole,
    }.items():
        yield Case(name, raw, here, "Parts", 1)


def single_cases() -> Iterator[Case]:
    """Mails of one part."""
    for name, head, body, text in (
        ("no kind", (), b"He is here", "He is here"),
        ("an empty kind", ("Content-Type:",), b"He is here", "He is here"),
        ("a broken kind", ("Content-Type: text",), b"He is here", "He is here"),
        ("text/richtext", ("Content-Type: text/html",), b"<b>He</b> is here", "He is here"),
        ("an unknown encoding", ("Content-Transfer-Encoding: x-odd",), b"He is here", "He is here"),
        ("binary", ("Content-Transfer-Encoding: binary",), b"He is here", "He is here"),
        ("base64 cut short", ("Content-Transfer-Encoding: base64",), b"SGUgaXMgaGVyZ", "He is her"),
        ("base64 with dirt", ("Content-Transfer-Encoding: base64",), b"SGUg!!aXMg\r\n*aGVyZQ==",
         "He is here"),
        ("base64, then a foot", ("Content-Transfer-Encoding: base64",),
         b"SGUgaXMgaGVyZQ==\r\n\r\n-- \r\nlist", "He is here"),
        ("QP soft breaks", ("Content-Transfer-Encoding: quoted-printable",), b"He is=\r\n here",
         "He is here"),
        ("QP broken", ("Content-Transfer-Encoding: quoted-printable",), b"10=ZZ He is here=",
         "10=ZZ He is here"),
        ("QP small letters", ("Content-Type: text/plain; charset=utf-8",
         "Content-Transfer-Encoding: Quoted-Printable"), b"Se=c3=b1al", "Señal"),
        ("flowed", ("Content-Type: text/plain; format=flowed",), b"He is \r\nhere", "He is here"),
        ("7bit that is not", ("Content-Transfer-Encoding: 7bit",), "Señal".encode(), "Señal"),
        ("encoding with a comment", ("Content-Transfer-Encoding: base64 (really)",),
         b"SGUgaXMgaGVyZQ==", "He is here"),
    ):  # fmt: skip
        yield Case(f"single: {name}", lines("Subject: One", *head, "") + body, text, "One")
    for kind, name in (
        ("application/pdf", "a.pdf"),
        ("image/png", "a.png"),
        ("audio/wav", "a.wav"),
    ):
        raw = lines("Subject: One", f"Content-Type: {kind}; name={name}",
                    "Content-Transfer-Encoding: base64", "", "AAAA")  # fmt: skip
        yield Case(f"single file {kind}", raw, "", "One", 1, (name,))
