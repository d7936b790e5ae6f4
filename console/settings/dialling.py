"""The section of config.toml about whom agents may ring, and whom they often do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from console.domain.dialling import COUNTRIES, TOLL_FREE
from console.settings import Section
from console.values import Line, Number

Prefix = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{0,9}$")]
Kind = Literal["vet", "police", "owner", "emergency vet", "animal control", "partner", "other"]


class DirectoryLine(Section):
    """Somebody outside who is often asked into a call."""

    name: Line = Field(min_length=1, max_length=60)
    number: Number
    kind: Kind = "other"


class DiallingSection(Section):
    """Which numbers may be rung, and the directory of outsiders."""

    countries: tuple[str, ...] = ("US", "CA", "PH")
    prefixes: tuple[Prefix, ...] = TOLL_FREE
    """Beginnings that are allowed whatever their country."""
    per_hour: int = Field(default=60, ge=1, le=1000)
    """Numbers that one agent may ring within an hour."""
    directory: tuple[DirectoryLine, ...] = ()

    @field_validator("countries")
    @classmethod
    def _known(cls, countries: tuple[str, ...]) -> tuple[str, ...]:
        for name in countries:
            if name not in COUNTRIES:
                raise ValueError(f"can't have {name!r}; it takes {', '.join(sorted(COUNTRIES))}")
        return countries
