"""What a file truly is, told by its first bytes alone: nothing is decoded.

Signatures: https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern
"""

from __future__ import annotations

HEAD = 512
"""Bytes that are looked at."""
UNKNOWN = "unknown"

_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBPVP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/avi"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS\0", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"#!", "text/x-script"),
)
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"mif1", "image/heic"),
    (b"avif", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
    (b"3g", "video/3gpp"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<svg", "image/svg+xml"),
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<script", "text/html"),
    (b"<head", "text/html"),
    (b"<body", "text/html"),
    (b"<iframe", "text/html"),
)
_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/heif": "image/heic",
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "video/x-msvideo": "video/avi",
    "application/x-zip-compressed": "application/zip",
}
_FAMILIES = {
    "application/zip": ("application/vnd.", "application/epub+zip", "application/java-archive"),
    "application/x-ole-storage": ("application/msword", "application/vnd.ms-"),
    "audio/ogg": ("video/ogg", "application/ogg"),
    "video/webm": ("audio/webm", "video/x-matroska"),
    "video/3gpp": ("audio/3gpp", "video/mp4"),
    "text/plain": ("text/", "application/json", "message/"),
}
"""What may be announced of a file that begins so: beginnings of types."""
_TEXT = frozenset({0x09, 0x0A, 0x0C, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)})


def sniff(content: bytes) -> str:
    """Give the type that the first bytes tell: ``image/png``; ``unknown`` when they do not."""
    head = content[:HEAD]
    for start, sign, kind in _SIGNS:
        if head[start : start + len(sign)] == sign:
            return kind
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((kind for sign, kind in _BRANDS if brand.startswith(sign)), "video/mp4")
    return _text(head)


def _text(head: bytes) -> str:
    markup = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if markup.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in markup:
        return "image/svg+xml"
    for sign, kind in _MARKUP:
        if markup.startswith(sign):
            return kind
    return "text/plain" if head and _TEXT.issuperset(head) else UNKNOWN


def is_as_announced(announced: str, sniffed: str) -> bool:
    """Tell whether a file may be what its sender called it."""
    said = announced.partition(";")[0].strip().lower()
    said = _ALIASES.get(said, said)
    return said == sniffed or said.startswith(_FAMILIES.get(sniffed, ("\0",)))
