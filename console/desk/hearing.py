"""What the app does about the messages of its widgets."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from console.desk.events import DeskEvents
from console.desk.folders import UnsafeFolder
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual import events

    from console.desk.widgets.ask_panel import AskPanel
    from console.desk.widgets.box import Box, Page
    from console.desk.widgets.queue import Queue
    from console.desk.widgets.timeline import Timeline

log = logging.getLogger(__name__)


class DeskHearing(DeskEvents):
    """The part of the app that hears what agents type, choose and answer."""

    is_leaving = False
    """Whether the desk was told to end; everything on the screen is on the disk by then."""

    def work(self, job: Coroutine[None, None, None]) -> object:
        """Run something beside the screen; never exclusive, so nothing is dropped."""
        return self.run_worker(self._guard(job), group="desk", exit_on_error=False)

    async def _guard(self, job: Coroutine[None, None, None]) -> None:
        try:
            await job
        except (UnsafeFolder, OSError) as error:
            # The spool can't be used: go on, and words would be lost.
            log.exception("desk_stopped")
            self.exit(2, message=clean_line(str(error)))
        except Exception as error:
            if isinstance(error, NoMatches) and not self.is_running:
                # The screen is being taken apart, and the hub goes on telling things until then.
                return
            # The one loop of the desk that must survive; its trace is in the log.
            log.exception("desk_job_failed")
            self.desk.say(
                "Something failed here; it is in the log. What you type is kept.", "alarm"
            )

    def on_box_typed(self, event: Box.Typed) -> None:
        """Keep every keystroke on disk."""
        session = self.session
        if session is None or session.spool is None or not event.incident:
            return
        if self.is_leaving:
            # It tells of words as they were before all of them were kept, and none of its
            # successors may be heard any more: the shorter ones would be what is left.
            with suppress(NoMatches):
                session.drafts.keep_words()
            return
        session.drafts.keep(event.incident, event.box, event.text, event.cursor)
        session.company.say_typing(event.incident)

    def on_box_moved(self, event: Box.Moved) -> None:
        """Keep where the cursor is."""
        if self.session is not None:
            self.session.drafts.moved(event.incident, event.box, event.cursor)

    def on_page_full(self, event: Page.Full) -> None:
        """Say what was not pasted."""
        self.desk.say(f"The box is full: {event.left_out:,} characters were left out.", "alarm")

    def on_box_done(self, event: Box.Done) -> None:
        """Note a line; replies are sent by their own key only."""
        if event.name != "note":
            return
        if self.session is None or self.session.sender is None:
            self.desk.note.put(event.text)
            self.desk.say("Not connected yet: the note is not saved.", "alarm")
            return
        from console.desk.acts.incident import add_note

        add_note(self.session, event.incident, event.text, event.offset)

    def on_queue_wanted(self, event: Queue.Wanted) -> None:
        """Open an incident; the cursor stays where it is."""
        if self.session is not None:
            self.session.places.show(event.number)
            self.refresh_keys()

    def on_timeline_older_wanted(self, event: Timeline.OlderWanted) -> None:
        """Read older entries."""
        if self.session is not None:
            self.work(self.session.places.older())

    def on_timeline_open_wanted(self, event: Timeline.OpenWanted) -> None:
        """Let an attachment of the chosen message be chosen; nothing opens yet."""
        event.stop()
        self.act("media.open")

    def on_ask_panel_answered(self, event: AskPanel.Answered) -> None:
        """Do what the answers say."""
        if self.session is not None:
            from console.desk.asking import answered

            answered(self.session, event.question, event.answers)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where the cursor is."""
        if self.session is not None:
            self.session.places.keep_place()

    def repeat_viewing(self) -> None:
        """Tell colleagues that I am still here."""
        if self.session is not None:
            session = self.session
            self.work(session.company.tell("viewing", session.showing.number))
