"""The one screen of the desk: my work, the incident and its two boxes, its people, the call bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.getters import query_one

from console.desk.screens.first import FirstScreen
from console.desk.widgets.ask_panel import AskPanel
from console.desk.widgets.beside import Beside
from console.desk.widgets.call_bar import CallBar
from console.desk.widgets.caption_line import CaptionLine
from console.desk.widgets.incident_header import IncidentHeader
from console.desk.widgets.key_bar import KeyBar
from console.desk.widgets.note_box import NoteBox
from console.desk.widgets.notice import Notice
from console.desk.widgets.party_card import PartyCard
from console.desk.widgets.queue import Queue
from console.desk.widgets.reply_box import ReplyBox
from console.desk.widgets.ring_banner import RingBanner
from console.desk.widgets.script_pane import ScriptPane
from console.desk.widgets.thumb import Thumb
from console.desk.widgets.timeline import Timeline
from console.desk.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.widget import Widget

    from console.desk.widgets.ask_panel import Question
    from console.desk.widgets.rows import Rows
    from console.desk.widgets.timeline_feed import TimelineFeed

EMPTY = (
    "No incident is open.\n\n"
    "Choose one of your work list, or wait: a call that you accept opens its own."
)

WIDTHS: list[tuple[int, str]] = [(0, "-narrow"), (110, "-wide"), (150, "-vast")]
ROWS: list[tuple[int, str]] = [(0, "-low"), (32, "-tall")]


class DeskScreen(FirstScreen):
    """Composes, and holds what every part is called; what is shown comes from above."""

    CSS_PATH = "desk.tcss"
    AUTO_FOCUS = "#queue"
    DEFAULT_CLASSES = "-idle"
    """It begins without an incident."""

    presence_key = ""
    script_key = ""
    redial_key = ""
    following_key = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = ROWS

    timeline = query_one("#timeline", Timeline)
    captions = query_one(CaptionLine)
    beside = query_one(Beside)
    note = query_one("#note", NoteBox)
    reply = query_one("#reply", ReplyBox)
    header = query_one(IncidentHeader)
    parties = query_one(PartyCard)
    script = query_one(ScriptPane)
    ask = query_one("#ask", AskPanel)
    keys = query_one(KeyBar)
    notice = query_one(Notice)

    def compose(self) -> ComposeResult:
        """Left, middle, right, and what is always at the bottom."""
        yield Words(id="standing")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Words([("MY WORK", "quiet")], id="queue-title", classes="pane-title")
                with Horizontal():
                    yield Queue(id="queue")
                    yield Thumb(id="queue-thumb")
            with Vertical(id="middle"):
                yield IncidentHeader()
                yield Words([(EMPTY, "quiet")], id="empty")
                with Horizontal(id="timeline-pane"):
                    yield Timeline(id="timeline")
                    yield Thumb(id="timeline-thumb")
                yield CaptionLine()
                yield Beside()
                yield NoteBox(id="note")
                yield ReplyBox(id="reply")
            with Vertical(id="right"):
                yield Words([("PEOPLE", "quiet")], id="people-title", classes="pane-title")
                yield PartyCard()
                yield ScriptPane()
        yield AskPanel(id="ask")
        yield Notice()
        yield CallBar()
        yield KeyBar()
        yield RingBanner()

    def fit(self, size: Size) -> None:
        """Be told the size before there is anything to style, which is then not styled twice."""
        steps = ((WIDTHS, size.width), (ROWS, size.height))
        names = [[name for least, name in some if here >= least][-1] for some, here in steps]
        self.add_class(*names, update=False)

    def say(
        self, words: str, loud: str = "text", *, about: str = "", seconds: float | None = None
    ) -> None:
        """Show words above the call bar, for a while; none take away what is there."""
        if words:
            self.notice.say(words, loud, about=about, seconds=seconds)
        else:
            self.notice.hush()

    def toggle_context(self) -> None:
        """Show or hide the people; where there is little room they hide by themselves."""
        self.toggle_class("-context" if self.has_class("-narrow") else "-no-context")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Move the thumb beside what moved."""
        event.stop()
        name = "queue" if event.control is self.queue else "timeline"
        self.query_one(f"#{name}-thumb", Thumb).show(event.top, event.total)

    def on_timeline_feed_unread(self, event: TimelineFeed.Unread) -> None:
        """Say how much is new below."""
        event.stop()
        if event.count:
            self.say(f"{event.count} new below — End shows them", "warn", about="unread")
        else:
            self.notice.settled("unread")

    def put_question(self, question: Question) -> None:
        """Ask because a key was pressed; the cursor returns to where it is now."""
        self.ask.ask(question)

    def take_words(self) -> None:
        """Put the cursor into the note of the open incident, if it is in no box."""
        is_free = self.focused in (None, self.queue, self.timeline)
        if is_free and not self.has_class("-idle"):
            self.focus_box("note")

    def come_forward(self) -> None:
        """Take away what is over the desk, the floor too: a call has begun. A lock stays."""
        # Not at the top: the first paint does not wait for it.
        from console.desk.screens.lock import LockScreen

        while self.app.screen is not self and not isinstance(self.app.screen, LockScreen):
            self.app.pop_screen()

    def focus_box(self, name: str) -> None:
        """Put the cursor into a box, where there is one."""
        place: Widget = self.reply.page if name == "reply" else self.note.page
        if name == "queue" or self.has_class("-idle"):
            place = self.queue
        # Not place.focus(): that happens later, and keys typed meanwhile would go elsewhere.
        self.set_focus(place)

    @property
    def focused_box(self) -> str:
        """Which box, or other place, the cursor is in, or goes back to after a question."""
        place = self.ask.came_from or self.focused
        for name, box in (("note", self.note), ("reply", self.reply)):
            if box.page is place:
                return name
        return "queue"
