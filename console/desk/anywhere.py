"""Words that are typed while the cursor is in no box: they belong to the note."""

from __future__ import annotations

from textual import events

from console.desk.hearing import DeskHearing


class DeskAnywhere(DeskHearing):
    """The part of the app that lets no word be typed into nothing."""

    async def on_event(self, event: events.Event) -> None:
        """Move the cursor before the key goes where the cursor is: what follows keeps its place."""
        if _is_of_words(event) and self.screen is self.desk:
            self.desk.take_words()
        await super().on_event(event)


def _is_of_words(event: events.Event) -> bool:
    if isinstance(event, events.Key):
        return event.is_printable and bool(event.character and event.character.strip())
    return isinstance(event, events.Paste)
