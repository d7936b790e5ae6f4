"""Bytes of a mail to text, whatever the mail says about its charset."""

from __future__ import annotations

import binascii
import re
from encodings.aliases import aliases

_NOT_CHARSETS = {
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec",
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
}  # fmt: skip
# Fixed tables, so that a name from a stranger never reaches the import system.
_STANDARD = {alias: codec for alias, codec in aliases.items() if codec not in _NOT_CHARSETS} | {
    codec: codec for codec in aliases.values() if codec not in _NOT_CHARSETS
}
_MEANT = {
    # What senders call a charset is usually a subset of what they use:
    # https://encoding.spec.whatwg.org/#names-and-labels
    "ascii": "cp1252",
    "us_ascii": "cp1252",
    "ansi_x3.4_1968": "cp1252",
    "latin1": "cp1252",
    "iso8859_1": "cp1252",
    "8859_1": "cp1252",
    "ansi": "cp1252",
    "iso_8859_9": "cp1254",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x_gbk": "gb18030",
    "gb_2312_80": "gb18030",
    "euc_cn": "gb18030",
    "big5": "cp950",
    "x_x_big5": "cp950",
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "sjis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601": "cp949",
    "iso_2022_jp": "iso2022_jp_ext",
    "csiso2022jp": "iso2022_jp_ext",
    "tis_620": "cp874",
    "iso_8859_11": "cp874",
    "unicode_1_1_utf_7": "utf_7",
    "utf8mb4": "utf_8",
    "utf_8n": "utf_8",
    "unicode_1_1_utf_8": "utf_8",
    "unicode_2_0_utf_8": "utf_8",
    "unicode_2_0_utf_7": "utf_7",
    "unicode": "utf_16",
    "csunicode": "utf_16",
    "ucs_2": "utf_16",
    "iso_10646_ucs_2": "utf_16",
    "unicodefffe": "utf_16_be",
    "unicodefeff": "utf_16_le",
    "csiso88596e": "iso8859_6",
    "csiso88596i": "iso8859_6",
    "iso_8859_6_e": "iso8859_6",
    "iso_8859_6_i": "iso8859_6",
    "csiso88598e": "iso8859_8",
    "csiso88598i": "iso8859_8",
    "visual": "iso8859_8",
    "logical": "iso8859_8",
    "sun_eu_greek": "iso8859_7",
    "csisolatin9": "iso8859_15",
    "koi": "koi8_r",
    "koi8": "koi8_r",
    "koi8_u": "koi8_u",
    "koi8_ru": "koi8_u",
    "mac": "mac_roman",
    "csmacintosh": "mac_roman",
    "mac_ukrainian": "mac_cyrillic",
    "csgb2312": "gb18030",
    "cp936": "gb18030",
    "cn_gb": "gb18030",
    "cn_big5": "cp950",
    "cseucpkdfmtjapanese": "euc_jp",
    "cseuckr": "cp949",
    "csksc56011987": "cp949",
    "iso_ir_149": "cp949",
    "ks_c_5601_1989": "cp949",
    "cp31j": "cp932",
    "cp874": "cp874",
    "cp1252_windows": "cp1252",
    "mac_ce": "mac_latin2",
}
_VENDOR = re.compile(r"(?:windows|win|ibm|ansi|dos|ms|cp)_?(?=\d)")
"""What senders write before the number of a code page."""
_YEAR = re.compile(r":(?:19|20)\d\d$")
_SIGNS = re.compile(r"[^a-z0-9]")
_LABELS = {
    _SIGNS.sub("", name): codec for table in (_STANDARD, _MEANT) for name, codec in table.items()
}
_ALSO = {"cp950": "big5hkscs", "iso2022_jp_ext": "iso2022_jp_3", "cp932": "shift_jis_2004"}
_SEVEN_BIT = ("iso2022", "utf_7", "utf_16", "utf_32", "hz")
_TWO_BYTE = {"gb18030", "cp950", "cp932", "cp949", "euc_jp", "euc_kr", "big5hkscs", "johab"}
_SURE = 3
"""Characters beyond ASCII after which valid UTF-8 can't be another charset by accident."""
_SURROGATES = re.compile(r"[\x00\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))


def clean(text: str) -> str:
    """Text without NUL and lone surrogates, which neither JSON nor a database can hold."""
    return _SURROGATES.sub("", text)


def decode(raw: bytes, declared: str = "") -> str:
    """The text of some bytes, by the declared charset unless the bytes say otherwise."""
    codec = _codec(declared)
    if codec.startswith(_SEVEN_BIT) and not _is_falsely_wide(raw, codec):
        text = _strictly(raw, codec)
        return clean(text if text is not None else _undeclared(raw))
    utf8 = _strictly(raw, "utf_8")
    if utf8 is not None and (codec not in _TWO_BYTE or _is_sure(utf8)):
        return clean(_escaped(raw) or utf8)
    for candidate in (codec, _ALSO.get(codec, "")):
        text = _strictly(raw, candidate)
        if text is not None:
            return clean(text)
    if codec in _TWO_BYTE:
        return clean(raw.decode(codec, "replace"))
    return clean(_undeclared(raw))


def decode_words(raw: bytes) -> str:
    """A header's text: RFC 2047 words decoded, raw 8-bit tolerated, never an error."""
    out: list[str] = []
    run: list[bytes] = []
    charset, end = "", 0
    for match in _WORD.finditer(raw):
        between = raw[end : match.start()]
        name = match[1].split(b"*")[0].decode("ascii", "replace").lower()
        if run and (between.strip() or name != charset):
            out.append(decode(b"".join(run), charset))
            run = []
        if between.strip() or not end:
            out.append(decode(between))
        charset, end = name, match.end()
        run.append(_word(match[2], match[3]))
    if run:
        out.append(decode(b"".join(run), charset))
    out.append(decode(raw[end:]))
    return clean("".join(out))


def unbase64(raw: bytes | memoryview) -> bytes:
    """Base64 decoded as far as it goes; strangers in the alphabet and lost padding ignored."""
    try:
        return binascii.a2b_base64(raw)
    except (binascii.Error, ValueError):
        letters = bytes(raw).partition(b"=")[0].translate(None, _NOT_BASE64)
        whole = letters[:-1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _word(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"bB":
        return unbase64(payload)
    return binascii.a2b_qp(payload.replace(b"\n", b"").replace(b"\r", b""), header=True)


def _codec(declared: str) -> str:
    name = _YEAR.sub("", declared[:60].strip(" \"'").lower())
    name = _SIGNS.sub("", name).removeprefix("charset")
    for label in (name, name.removeprefix("x"), _VENDOR.sub("cp", name)):
        if label in _LABELS:
            return _LABELS[label]
    return ""


def _strictly(raw: bytes, codec: str) -> str | None:
    if not codec:
        return None
    try:
        return raw.decode(codec)
    except (ValueError, LookupError, OverflowError, RuntimeError):
        return None


def _is_falsely_wide(raw: bytes, codec: str) -> bool:
    """Any even number of ASCII letters is also UTF-16, in Chinese."""
    return codec.startswith(("utf_16", "utf_32")) and raw.isascii() and b"\0" not in raw


def _is_sure(utf8: str) -> bool:
    count = 0
    for count, _ in enumerate(_BEYOND_ASCII.finditer(utf8), 1):
        if count >= _SURE:
            return True
    return count == 0


def _escaped(raw: bytes) -> str | None:
    """ISO-2022-JP that nobody declared: its escapes occur in no other text."""
    return _strictly(raw, "iso2022_jp_ext") if b"\x1b$" in raw else None


def _undeclared(raw: bytes) -> str:
    """UTF-8 with a few broken bytes is still UTF-8; everything else is windows-1252."""
    loose = raw.decode("utf_8", "replace")
    broken = loose.count("\ufffd")
    beyond = sum(1 for _ in _BEYOND_ASCII.finditer(loose))
    if not broken or (beyond - broken) > 2 * broken:
        return loose
    return _strictly(raw, "cp1252") or raw.decode("latin_1")
