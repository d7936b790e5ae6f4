"""Which numbers may be rung at all: fraud costs money, and an emergency call needs a real phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from console.domain.base import Event, Rejected
from console.domain.person import tel

COUNTRIES = {
    "AU": "61", "AT": "43", "BE": "32", "BR": "55", "CA": "1", "CH": "41", "CL": "56", "CO": "57",
    "DE": "49", "DK": "45", "ES": "34", "FI": "358", "FR": "33", "GB": "44", "IE": "353",
    "IN": "91", "IT": "39", "JP": "81", "MX": "52", "NL": "31", "NO": "47", "NZ": "64", "PH": "63",
    "PL": "48", "PT": "351", "SE": "46", "SG": "65", "US": "1",
}  # fmt: skip
"""Countries that can be allowed by name, and their codes."""
TOLL_FREE = tuple(f"+1{code}" for code in (800, 833, 844, 855, 866, 877, 888))
EMERGENCY = (
    "000 061 066 100 101 102 108 110 111 112 113 115 116 117 118 119 120 122 133 144 190 191 192 "
    "193 194 199 211 911 933 988 995 997 998 999"
)
"""What people dial in need somewhere in the world; none of them is anything else."""
SATELLITE = ("+870", "+878", "+881", "+882", "+883", "+888", "+979", "+808", "+809999")
_CANADA = (
    "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 "
    "460 468 474 506 514 519 537 548 568 579 581 584 587 604 613 622 633 639 647 655 672 677 683 "
    "688 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942"
)
_ISLANDS = (
    "242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 "
    "868 869 876 939"
)
"""Codes below +1 that are neither the States nor Canada: what swindlers have people ring back."""
_PERSONAL = re.compile(r"5(00|2[1-9]|33|44|66|77|88)|700|600|710|456|8(33|44|55|66|77|88|00|22)")
_LOCAL_PREMIUM = "976"
_SHAPE = re.compile(r"\+?[0-9 ().\u00a0/-]+")
OWN_PHONE = "use your own phone: this desk can't tell them where you or the caller are."


class NumberRung(Event):
    """An agent had a number rung; only how often is counted here, which one says the call."""

    kind: Literal["agent.number_rung"] = "agent.number_rung"
    call: str


@dataclass(frozen=True, slots=True)
class Dialling:
    """What may be rung."""

    countries: tuple[str, ...] = ("US", "CA", "PH")
    prefixes: tuple[str, ...] = TOLL_FREE
    """Beginnings that are allowed whatever their country."""
    per_hour: int = 60
    """Numbers that one agent may ring within an hour."""


def check_number(number: str) -> str:
    """Give what was typed as E.164 when it is a telephone number. Raises Rejected."""
    typed = number.strip().removeprefix("tel:")
    _check_emergency(typed)
    if "@" in typed or typed.lower().startswith(("sip:", "sips:", "client:")):
        raise Rejected("Only telephone numbers can be rung from here.", code="not_dialable")
    if not _SHAPE.fullmatch(typed):
        words = "Only digits can be rung: no letters, no codes like *67, no extension."
        raise Rejected(words, code="not_dialable")
    handle = tel(typed)
    if handle is None:
        words = "This is no whole telephone number; write it like +1 415 555 0123."
        raise Rejected(words, code="not_dialable")
    return handle.removeprefix("tel:")


def check_dialable(number: str, policy: Dialling) -> str:
    """Give the number as E.164 when it may be rung. Raises Rejected, with what to do instead."""
    parsed = check_number(number)
    _check_premium(parsed)
    if not _is_listed(parsed, policy):
        allowed = ", ".join(policy.countries) or "no country"
        words = f"Numbers of this country are not rung from here; allowed: {allowed}. Ask an admin."
        raise Rejected(words, code="not_dialable")
    return parsed


def _check_emergency(typed: str) -> None:
    digits = re.sub(r"[^0-9]", "", typed)
    codes = ("", *dict.fromkeys(COUNTRIES.values()))
    rests = (digits.removeprefix(code) for code in codes)
    if any(len(rest) == 3 and rest in EMERGENCY for rest in rests):
        words = f"{digits} is an emergency or help line: {OWN_PHONE}"
        raise Rejected(words, code="emergency")


def _check_premium(number: str) -> None:
    if number.startswith(SATELLITE):
        raise Rejected("Satellite numbers are not rung from here.", code="not_dialable")
    is_premium = number.startswith("+1900") or (
        number.startswith("+1") and number[5:8] == _LOCAL_PREMIUM
    )
    if is_premium:
        raise Rejected("Premium numbers are not rung from here.", code="not_dialable")


def _is_listed(number: str, policy: Dialling) -> bool:
    if number.startswith(policy.prefixes):
        return True
    if number.startswith("+1"):
        return _american(number[2:5]) in policy.countries
    codes = (COUNTRIES[name] for name in policy.countries if name in COUNTRIES)
    return number.startswith(tuple(f"+{code}" for code in codes if code != "1"))


def _american(area: str) -> str:
    """The country of an area code below +1; empty for one that is no country's."""
    if area in _ISLANDS or _PERSONAL.fullmatch(area) or area.endswith("11"):
        return ""
    return "CA" if area in _CANADA else "US"
