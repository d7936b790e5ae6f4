"""What our own receiver found out about a mail's sender; every other such header is hearsay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.email.message import ParsedMail

_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_RESULT = re.compile(r"(?:^|;)\s{0,99}(spf|dkim|dmarc)\s{0,9}=\s{0,9}([a-z]{1,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """RFC 8601 results in lower case, ``none`` where nothing was said."""

    spf: str = "none"
    dkim: str = "none"
    dmarc: str = "none"


def trusted_verdict(mail: ParsedMail, authserv_id: str) -> Verdict:
    """The results of the top-most header, if our own receiver (``authserv_id``) wrote it."""
    top = _COMMENT.sub(" ", next(iter(mail.authentication_results), ""))
    writer, _, results = top.partition(";")
    if not authserv_id or writer.split(" ")[0].strip().lower() != authserv_id.lower():
        return Verdict()
    found: dict[str, str] = {}
    for match in _RESULT.finditer(";" + results):
        method, result = match[1].lower(), match[2].lower()
        found[method] = "pass" if "pass" in (result, found.get(method)) else result
    return Verdict(**found)
