"""The section of config.toml about captions: what callers are told where a queue has them."""

from __future__ import annotations

from pydantic import ValidationInfo, field_validator

from console.settings import Section, Words


class CaptionsSection(Section):
    """Said instead of ``consent`` and ``announcement`` of ``[voice]``."""

    consent: Words = Words(
        en="This call may be recorded and transcribed. To continue without either, press 2.",
        es="Esta llamada puede ser grabada y transcrita. Para continuar sin ello, oprima 2.",
    )
    announcement: Words = Words(
        en="This call may be recorded and transcribed. If you do not want that, please say so.",
        es="Esta llamada puede ser grabada y transcrita. Si no lo desea, por favor dígalo.",
    )

    @field_validator("consent", "announcement", mode="before")
    @classmethod
    def _completed(cls, given: object, info: ValidationInfo) -> object:
        """Keep our words in the language that was not given."""
        default = cls.model_fields[info.field_name or ""].default
        ours: dict[str, str] = default.model_dump() if isinstance(default, Words) else {}
        return {**ours, **given} if isinstance(given, dict) else given

    @field_validator("consent", "announcement")
    @classmethod
    def _said(cls, words: Words) -> Words:
        if "" in dict(words).values():
            raise ValueError("must say something in both languages")
        return words
