"""Every charset that mail programs have used, in every transfer encoding, label and lie."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

from tests.channels.email.corpus.case import Case, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

LATIN = "Señora Núñez: ¿dónde está la niña? Añadió «ayer» a las 3."
SAMPLES: dict[str, tuple[str, str]] = {
    "us-ascii": ("ascii", "The dog bit her at the door."),
    "utf-8": ("utf-8", "Señal – “groß” 你好 Помогите 👋"),
    "UTF8": ("utf-8", "Señal 你好"),
    "utf-8-sig": ("utf-8", "Señal 你好"),
    "unicode-1-1-utf-8": ("utf-8", "Señal 你好"),
    "utf-7": ("utf-7", "Hilfe für Ana, sofort"),
    "utf-16": ("utf-16", "Hilfe für Ana"),
    "utf-16le": ("utf-16-le", "Hilfe für Ana"),
    "utf-16be": ("utf-16-be", "Hilfe für Ana"),
    "iso-8859-1": ("latin-1", LATIN),
    "ISO_8859-1": ("latin-1", LATIN),
    "latin1": ("latin-1", LATIN),
    "l1": ("latin-1", LATIN),
    "cp819": ("latin-1", LATIN),
    "iso-8859-2": ("iso8859-2", "Zażółć gęślą jaźń, prosím"),
    "iso-8859-3": ("iso8859-3", "Eĥoŝanĝo ĉiuĵaŭde"),
    "iso-8859-4": ("iso8859-4", "Šiandien žmogus įėjo"),
    "iso-8859-5": ("iso8859-5", "Помогите, он здесь"),
    "iso-8859-6": ("iso8859-6", "ساعدني من فضلك"),
    "iso-8859-7": ("iso8859-7", "Βοήθεια παρακαλώ"),
    "iso-8859-8": ("iso8859-8", "עזרה בבקשה"),
    "iso-8859-8-i": ("iso8859-8", "עזרה בבקשה"),
    "iso-8859-9": ("iso8859-9", "Yardim edin, lütfen, şimdi, çabuk"),
    "iso-8859-10": ("iso8859-10", "Hjálp, það er hér"),
    "iso-8859-11": ("iso8859-11", "ช่วยด้วย"),
    "iso-8859-13": ("iso8859-13", "Palīdziet, lūdzu"),
    "iso-8859-14": ("iso8859-14", "Ŵyf yma, cymorth"),
    "iso-8859-15": ("iso8859-15", "Cœur: 10 € à la maison"),
    "iso-8859-16": ("iso8859-16", "Ajutați-mă, vă rog"),
    "windows-1250": ("cp1250", "Žluťoučký kůň, „pomoc“"),
    "windows-1251": ("cp1251", "Помогите, он здесь"),
    "windows-1252": ("cp1252", "“Ayúdeme” – cuesta 10 €"),
    "cp1252": ("cp1252", "“Ayúdeme” – cuesta 10 €"),
    "windows-1253": ("cp1253", "Βοήθεια παρακαλώ"),
    "windows-1254": ("cp1254", "Yardim edin, şimdi, çabuk"),
    "windows-1255": ("cp1255", "עזרה בבקשה"),
    "windows-1256": ("cp1256", "ساعدني من فضلك"),
    "windows-1257": ("cp1257", "Palīdziet, lūdzu"),
    "windows-1258": ("cp1258", "Xin giúp tôi"),
    "windows-874": ("cp874", "ช่วยด้วย"),
    "tis-620": ("tis-620", "ช่วยด้วย"),
    "koi8-r": ("koi8-r", "Помогите, он здесь"),
    "koi8-u": ("koi8-u", "Допоможіть, він тут, їжа"),
    "macintosh": ("mac-roman", "Ayúdeme, señora"),
    "x-mac-roman": ("mac-roman", "Ayúdeme, señora"),
    "ibm850": ("cp850", "Ayúdeme, señora"),
    "cp437": ("cp437", "Ayúdeme, señora"),
    "gb2312": ("gb2312", "你好,请帮助我,他在这里"),
    "GBK": ("gbk", "你好,请幫助我,他在这里"),
    "gb18030": ("gb18030", "你好,请帮助我 𠀀"),
    "x-gbk": ("gbk", "你好,请帮助我"),
    "hz-gb-2312": ("hz", "你好,请帮助我"),
    "big5": ("big5", "你好,請幫助我,他在這裡"),
    "big5-hkscs": ("big5hkscs", "你好,請幫助我,佢喺度"),
    "cp950": ("cp950", "你好,請幫助我"),
    "iso-2022-jp": ("iso2022_jp", "助けてください、彼がいます"),
    "csISO2022JP": ("iso2022_jp", "助けてください"),
    "iso-2022-jp-1": ("iso2022_jp_1", "助けてください"),
    "shift_jis": ("shift_jis", "助けてください、彼がいます"),
    "x-sjis": ("cp932", "助けて①ください"),
    "windows-31j": ("cp932", "助けて①ください"),
    "cp932": ("cp932", "助けて①ください"),
    "euc-jp": ("euc_jp", "助けてください、彼がいます"),
    "euc-kr": ("euc_kr", "도와주세요, 그가 여기 있어요"),
    "ks_c_5601-1987": ("cp949", "도와주세요 똠방각하"),
    "iso-2022-kr": ("iso2022_kr", "도와주세요"),
    "johab": ("johab", "도와주세요"),
    "ptcp154": ("ptcp154", "Көмектесіңіз"),
    "kz-1048": ("kz1048", "Көмектесіңіз"),
}
LIES: dict[str, tuple[str, bytes, str]] = {
    "utf-8 called ascii": ("us-ascii", LATIN.encode(), LATIN),
    "utf-8 called latin-1": ("iso-8859-1", LATIN.encode(), LATIN),
    "utf-8 called gb2312": ("gb2312", "Señal ¿dónde está?".encode(), "Señal ¿dónde está?"),
    "utf-8 called big5": ("big5", "你好,請幫助我".encode(), "你好,請幫助我"),
    "windows-1252 called utf-8": ("utf-8", LATIN.encode("cp1252"), LATIN),
    "windows-1252 called ascii": ("us-ascii", LATIN.encode("cp1252"), LATIN),
    "windows-1252 called latin-1": ("iso-8859-1", "“10 €”".encode("cp1252"), "“10 €”"),
    "an unknown charset": ("x-unknown", LATIN.encode("cp1252"), LATIN),
    "unknown-8bit": ("unknown-8bit", LATIN.encode(), LATIN),
    "default": ("default", LATIN.encode(), LATIN),
    "charset in quotes and spaces": ('" utf-8 "', LATIN.encode(), LATIN),
    "charset=charset=": ("charset=utf-8", LATIN.encode(), LATIN),
    "gbk called gb2312": ("gb2312", "镕基 你好".encode("gbk"), "镕基 你好"),
    "cp932 called shift_jis": ("shift_jis", "①助けて".encode("cp932"), "①助けて"),
    "cp949 called euc-kr": ("euc-kr", "똠방각하".encode("cp949"), "똠방각하"),
    "ascii called utf-16": ("utf-16", b"He is here now", "He is here now"),
    "iso-2022-jp undeclared": ("", "助けて".encode("iso2022_jp"), "助けて"),
    "utf-8 with a mark": ("utf-8", b"\xef\xbb\xbf" + LATIN.encode(), LATIN),
}


def _transfer(name: str, raw: bytes) -> bytes:
    match name:
        case "base64":
            return base64.encodebytes(raw)
        case "quoted-printable":
            return quopri.encodestring(raw)
        case _:
            return raw


def _word(label: str, raw: bytes, letter: str) -> str:
    if letter == "B":
        return f"=?{label}?B?{base64.b64encode(raw).decode()}?="
    quoted = "".join(f"={byte:02X}" for byte in raw)
    return f"=?{label}?Q?{quoted}?="


def charset_cases() -> Iterator[Case]:
    """Bodies and subjects in every charset."""
    for label, (codec, text) in SAMPLES.items():
        raw = text.encode(codec)
        for letter, encoding in (("B", "base64"), ("Q", "quoted-printable"), ("Q", "8bit")):
            if encoding == "8bit" and b"\0" in raw:
                continue  # no server lets NUL through
            head = lines(
                f"Subject: {_word(label, raw, letter)}",
                f'Content-Type: text/plain; charset="{label}"',
                f"Content-Transfer-Encoding: {encoding}",
                "",
            )
            name = f"{label} in {encoding}"
            yield Case(name, head + _transfer(encoding, raw), text=text, subject=text)
    for name, (label, raw, text) in LIES.items():
        kind = f"text/plain; charset={label}" if label else "text/plain"
        head = lines("Subject: Lies", f"Content-Type: {kind}", "")
        yield Case(name, head + raw, text=text, subject="Lies")


def html_cases() -> Iterator[Case]:
    """HTML that says its charset in one place, in the other, or in two that differ."""
    page = "<html><head><meta {meta}></head><body><p>{text}</p></body></html>"
    old = 'http-equiv="Content-Type" content="text/html; charset={label}"'
    for label in ("iso-8859-2", "windows-1251", "big5", "utf-8", "iso-2022-jp", "euc-kr"):
        codec, text = SAMPLES[label]
        for meta in (old.format(label=label), f'charset="{label}"', f"charset={label}"):
            raw = page.format(meta=meta, text=text).encode(codec)
            head = lines("Subject: Page", "Content-Type: text/html", "")
            yield Case(f"{label} by {meta[:12]}", head + raw, text=text, subject="Page")
        raw = page.format(meta='charset="x-user-defined"', text=text).encode(codec)
        head = lines("Subject: Page", f"Content-Type: text/html; charset={label}", "")
        yield Case(f"{label} by the header", head + raw, text=text, subject="Page")
