"""Subjects, ids and file names as programs, good and bad, have written them."""

from __future__ import annotations

from tests.channels.email.corpus.case import Case, lines

SUBJECTS: dict[str, tuple[bytes, str]] = {
    "plain": (b"He is here", "He is here"),
    "folded": (b"He is\r\n here", "He is here"),
    "folded with a tab": (b"He is\r\n\there", "He is here"),
    "folded before anything": (b"\r\n He is here", "He is here"),
    "empty": (b"", ""),
    "raw utf-8": ("Señal".encode(), "Señal"),
    "raw windows-1252": ("“Señal”".encode("cp1252"), "“Señal”"),
    "small letters": (b"=?utf-8?q?Se=c3=b1al?=", "Señal"),
    "underscores": (b"=?utf-8?Q?He_is_here?=", "He is here"),
    "two words": (b"=?utf-8?Q?He_is?= =?utf-8?Q?_here?=", "He is here"),
    "two words folded": (b"=?utf-8?Q?He_is?=\r\n =?utf-8?Q?_here?=", "He is here"),
    "two charsets": (b"=?iso-8859-1?Q?Se=F1al?= =?koi8-r?Q?=F1?=", "SeñalЯ"),
    "two encodings": (b"=?utf-8?Q?Se?= =?utf-8?B?w7FhbA==?=", "Señal"),
    "a character cut in two": (b"=?utf-8?B?U2XD?= =?utf-8?B?sWFs?=", "Señal"),
    "a character cut in two, QP": (b"=?utf-8?Q?Se=C3?=\r\n\t=?utf-8?Q?=B1al?=", "Señal"),
    "iso-2022-jp in two words": (
        b"=?ISO-2022-JP?B?GyRCPXUkMSRGGyhC?=\r\n =?ISO-2022-JP?B?GyRCJC8kQCQ1JCQbKEI=?=",
        "助けてください",
    ),
    "words in plain text": (b"Re: =?utf-8?Q?Se=C3=B1al?= (urgent)", "Re: Señal (urgent)"),
    "no space around": (b"Re:=?utf-8?Q?Se=C3=B1al?=!", "Re:Señal!"),
    "with a language": (b"=?utf-8*es?Q?Se=C3=B1al?=", "Señal"),
    "in quotes": (b'"=?utf-8?Q?Se=C3=B1al?="', '"Señal"'),
    "spaces inside Q": (b"=?utf-8?Q?He is here?=", "He is here"),
    "base64 without padding": (b"=?utf-8?B?U2XDsWFs?= =?utf-8?B?IQ?=", "Señal!"),
    "folded inside a word": (b"=?utf-8?Q?Se=C3=B1\r\n al?=", "Señ al"),
    "unknown charset": (b"=?x-nothing?Q?Se=F1al?=", "Señal"),
    "lying charset": (b"=?us-ascii?Q?Se=C3=B1al?=", "Señal"),
    "an unfinished word": (b"=?utf-8?Q?He is", "=?utf-8?Q?He is"),
    "no word at all": (b"1 =? 2 ?= 3", "1 =? 2 ?= 3"),
    "an empty word": (b"=?utf-8?Q??= Hello", "Hello"),
    "emoji cut as surrogates": ("👋 hello".encode(), "👋 hello"),
    "a NUL": (b"He\0 is here", "He is here"),
    "long": (b" ".join([b"help"] * 300), " ".join(["help"] * 300)),
    "a colon": (b"Re: Fwd: AW: help", "Re: Fwd: AW: help"),
}
IDS: dict[str, tuple[bytes, str]] = {
    "plain": (b"<a1@example.com>", "<a1@example.com>"),
    "without angles": (b"a1@example.com", "<a1@example.com>"),
    "folded": (b"\r\n <a1@example.com>", "<a1@example.com>"),
    "folded inside": (b"<a1@\r\n example.com>", "<a1@example.com>"),
    "with a comment": (b"<a1@example.com> (added by mx)", "<a1@example.com>"),
    "with spaces": (b"  < a1@example.com >  ", "<a1@example.com>"),
    "two ats": (b"<a1@b@example.com>", "<a1@b@example.com>"),
    "in brackets": (b"<[a1]@example.com>", "<[a1]@example.com>"),
    "without an at": (b"<a1.example.com>", "<a1.example.com>"),
    "quoted": (b'<"a 1"@example.com>', '<"a1"@example.com>'),
    "very long": (b"<" + b"a" * 400 + b"@example.com>", "<" + "a" * 400 + "@example.com>"),
    "8 bit": ("<señal@example.com>".encode(), "<señal@example.com>"),
    "empty": (b"", ""),
    "empty angles": (b"<>", ""),
}
REFERENCES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "one": (b"<a@example.com>", ("<a@example.com>",)),
    "two": (b"<a@example.com> <b@example.com>", ("<a@example.com>", "<b@example.com>")),
    "folded": (b"<a@example.com>\r\n\t<b@example.com>", ("<a@example.com>", "<b@example.com>")),
    "no space": (b"<a@example.com><b@example.com>", ("<a@example.com>", "<b@example.com>")),
    "commas": (b"<a@example.com>, <b@example.com>", ("<a@example.com>", "<b@example.com>")),
    "a phrase": (b"Your message of Monday <a@example.com>", ("<a@example.com>",)),
    "twice": (b"<a@example.com> <a@example.com>", ("<a@example.com>",)),
    "broken by a fold": (b"<a@exam\r\n ple.com> <b@example.com>",
                         ("<a@example.com>", "<b@example.com>")),
    "without angles": (b"a@example.com b@example.com", ("<a@example.com>", "<b@example.com>")),
    "half an id": (b"<a@example.com> <b@exam", ("<a@example.com>",)),
}  # fmt: skip
NAMES: dict[str, tuple[bytes, str]] = {
    "plain": (b'filename="photo.jpg"', "photo.jpg"),
    "no quotes": (b"filename=photo.jpg", "photo.jpg"),
    "spaces without quotes": (b"filename=my photo.jpg", "my photo.jpg"),
    "single quotes": (b"filename='photo.jpg'", "'photo.jpg'"),
    "escaped": (rb'filename="my \"photo\".jpg"', 'my "photo".jpg'),
    "RFC 2231": (b"filename*=utf-8''se%C3%B1al.jpg", "señal.jpg"),
    "RFC 2231 latin-1": (b"filename*=iso-8859-1'es'se%F1al.jpg", "señal.jpg"),
    "RFC 2231 pieces": (b'filename*0="pho"; filename*1="to.jpg"', "photo.jpg"),
    "RFC 2231 mixed": (b"filename*0*=utf-8''se%C3%B1; filename*1=\"al.jpg\"", "señal.jpg"),
    "RFC 2047": (b'filename="=?utf-8?Q?se=C3=B1al.jpg?="', "señal.jpg"),
    "RFC 2047 two": (b'filename="=?utf-8?B?c2XDsQ==?=\r\n =?utf-8?B?YWwuanBn?="', "señal.jpg"),
    "raw utf-8": ('filename="señal.jpg"'.encode(), "señal.jpg"),
    "raw latin-1": ('filename="señal.jpg"'.encode("latin-1"), "señal.jpg"),
    "both ways": (b"filename=\"se_al.jpg\"; filename*=utf-8''se%C3%B1al.jpg", "señal.jpg"),
    "a folder": (rb'filename="C:\\photos\\photo.jpg"', "photo.jpg"),
    "no end of quotes": (b'filename="photo.jpg', "photo.jpg"),
    "in upper case": (b'FILENAME="photo.jpg"', "photo.jpg"),
    "a semicolon": (b'filename="a;b.jpg"', "a;b.jpg"),
    "spaces around": (b'filename = "photo.jpg"', "photo.jpg"),
}


def header_cases() -> list[Case]:
    """One mail for each way to write a header."""
    rest = b"Content-Type: text/plain\r\n\r\nHello\r\n"
    cases = [
        Case(f"subject {name}", b"Subject: " + raw + b"\r\n" + rest, text="Hello", subject=told)
        for name, (raw, told) in SUBJECTS.items()
    ]
    cases += [
        Case(f"id {name}", b"Message-ID: " + raw + b"\r\n" + rest, text="Hello", message_id=told)
        for name, (raw, told) in IDS.items()
    ]
    cases += [
        Case(f"in-reply-to {name}", b"In-Reply-To: " + raw + b"\r\n" + rest, in_reply_to=told[0])
        for name, (raw, told) in REFERENCES.items()
    ]
    cases += [
        Case(f"references {name}", b"References: " + raw + b"\r\n" + rest, references=told)
        for name, (raw, told) in REFERENCES.items()
    ]
    cases += [_with_file(name, raw, told) for name, (raw, told) in NAMES.items()]
    return cases + _odd_heads()


def _with_file(name: str, parameter: bytes, told: str) -> Case:
    raw = lines(
        "Subject: File", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "",
        "--b", "Content-Type: text/plain", "", "See the file.", "--b",
        "Content-Type: image/jpeg", b"Content-Disposition: attachment; " + parameter,
        "Content-Transfer-Encoding: base64", "", "/9j/4AAQ", "--b--",
    )  # fmt: skip
    return Case(f"file {name}", raw, "See the file.", "File", files=1, names=(told,))


def _help(name: str, raw: bytes) -> Case:
    return Case(name, raw, "Hello", "Help", message_id="<a1@example.com>")


def _odd_heads() -> list[Case]:
    head = ("Subject: Help", "Message-ID: <a1@example.com>")
    return [
        _help("line feeds only", lines(*head, "", "Hello", end=b"\n")),
        _help("carriage returns only", lines(*head, "", "Hello", end=b"\r")),
        _help("mixed ends", b"Subject: Help\nMessage-ID: <a1@example.com>\r\n\nHello"),
        _help("no space", lines("Subject:Help", "Message-ID:<a1@example.com>", "", "Hello")),
        _help("spaces", lines("Subject : Help", "Message-ID : <a1@example.com>", "", "Hello")),
        _help("letters", lines("SUBJECT: Help", "message-id: <a1@example.com>", "", "Hello")),
        _help("an mbox line first", lines("From ana Mon May  6 2024", *head, "", "Hello")),
        _help("a line that is no header", lines(*head, "Hello")),
        _help("twice", lines(*head, "Subject: Other", "Message-ID: <b@x>", "", "Hello")),
        Case("only a head", lines(*head), "", "Help", message_id="<a1@example.com>"),
        Case("no head", lines("", "Hello"), "Hello", "", message_id=""),
        Case("nothing", b"", "", "", message_id=""),
    ]
