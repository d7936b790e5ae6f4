"""A box to write in: what it is and whom it reaches stands in its border, always."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message

from console.desk import boxes
from console.desk.widgets.abbreviating import Abbreviating
from console.desk.widgets.words import Words, content
from console.domain.safe_text import clean

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.document._document import EditResult
    from textual.widgets import TextArea
    from textual.widgets.text_area import Edit

    from console.desk.boxes import BoxName, Written
    from console.desk.widgets.words import Parts


class Page(Abbreviating):
    """The paper in the box; whatever is pasted passes the gate, for a paste can be hostile too."""

    DEFAULT_CSS = """
    Page {
        border: none; padding: 0; background: transparent; height: 1fr;
        scrollbar-size: 1 1; scrollbar-color: $line; scrollbar-background: transparent;
    }
    Page:focus { border: none; }
    Page .text-area--cursor-line { background: transparent; }
    """

    enter_submits = False
    MOST = 20_000
    """Characters: as many as a note may have, and few enough to type among them at once."""

    @dataclass
    class Full(Message):
        """So many characters of a paste found no room."""

        left_out: int

    @dataclass
    class Entered(Message):
        """Enter was pressed where it means that the line is done; the page is empty again."""

        text: str

    def edit(self, edit: Edit) -> EditResult:
        """Write what is safe to show."""
        safe = clean(edit.text)
        if len(safe) > 1:
            safe = self._fitting(safe)
        return super().edit(edit if safe == edit.text else replace(edit, text=safe))

    def _fitting(self, text: str) -> str:
        room = max(0, self.MOST - len(self.text) + len(self.selected_text))
        if len(text) > room:
            self.post_message(self.Full(len(text) - room))
        return text[:room]

    async def _on_key(self, event: events.Key) -> None:
        if self.enter_submits and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.turn()
        elif event.key in ("ctrl+j", "shift+enter"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif self.abbreviates(event.key):
            event.stop()
            event.prevent_default()
        elif moves := self._bindings.key_to_bindings.get(event.key):
            # At once: bindings are looked up after the event has bubbled, and a letter that came
            # in the same read would be written before the cursor has moved.
            event.stop()
            event.prevent_default()
            await self.run_action(moves[0].action)
        else:
            await super()._on_key(event)

    def turn(self) -> None:
        """End the line, if one stands here."""
        # At once, not when the message is heard: what is typed next belongs to the next line.
        if text := self.text.strip("\n"):
            self.post_message(self.Entered(text))
            self.load_text("")


class Box(Vertical):
    """One page with a title; says what is typed and when it is done, and does nothing itself."""

    DEFAULT_CSS = """
    Box { height: 3; border: round $line; padding: 0 1; }
    Box:focus-within { height: 6; }
    Box:disabled { opacity: 60%; }
    Box .box--foot { display: none; height: 1; }
    Box:focus-within .box--foot { display: block; }
    """

    @dataclass
    class Typed(Message):
        """The words in a box changed."""

        box: boxes.Box
        incident: int
        text: str
        cursor: tuple[int, int]

    @dataclass
    class Moved(Message):
        """The cursor went elsewhere in the same words."""

        box: boxes.Box
        incident: int
        cursor: tuple[int, int]

    @dataclass
    class Done(Message):
        """These words should be posted; the box is empty already."""

        name: BoxName
        incident: int
        text: str
        offset: int | None

    def __init__(self, name: BoxName, *, id: str, enter_submits: bool = False) -> None:
        super().__init__(id=id)
        self.box: BoxName = name
        self.kept_as = boxes.Box(name)
        """Whose words these are."""
        self.incident = 0
        """Number of the incident that the words belong to."""
        self.page = Page(
            "",
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            id=f"{id}-page",
        )
        self.page.enter_submits = enter_submits
        self.foot = Words(id=f"{id}-foot")
        self.foot.add_class("box--foot")
        self._known = ""
        self._cursor = 0, 0

    def compose(self) -> ComposeResult:
        """The page, and a line about it."""
        yield self.page
        yield self.foot

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.page.text

    @property
    def written(self) -> Written:
        """The same, with the place of the cursor."""
        return boxes.Written(self.page.text, self.page.cursor_location)

    def put(self, text: str, cursor: tuple[int, int] | None = None) -> None:
        """Put other words into the box; nobody typed them, so nothing is announced."""
        text = clean(text)
        self._known = text
        if text != self.page.text:
            self.page.load_text(text)
        self.page.move_cursor(cursor or self.page.document.end)
        self._cursor = self.page.cursor_location
        self.reword()

    def title(self, parts: Parts) -> None:
        """Say what the box is."""
        words: Content = content(parts)
        self.border_title = words

    def reword(self) -> None:
        """Called when the words in the box changed."""

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Announce what was typed."""
        event.stop()
        text = self.page.text
        if text != self._known:
            self._known = text
            self._cursor = self.page.cursor_location
            self.settle()
            self.post_message(self.Typed(self.kept_as, self.incident, text, self._cursor))
            self.reword()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Announce where the cursor went; with changed words it is announced with them."""
        event.stop()
        cursor = self.page.cursor_location
        if cursor != self._cursor and self.page.text == self._known:
            self._cursor = cursor
            self.post_message(self.Moved(self.kept_as, self.incident, cursor))

    def settle(self) -> None:
        """Called when somebody writes: from now on it is clear whose words these are."""

    def on_page_entered(self, event: Page.Entered) -> None:
        """Say that the words are done; blank ones never are."""
        event.stop()
        self._known = ""
        if event.text.strip():
            self.post_message(self.Done(self.box, self.incident, event.text, self.place()))
        self.reword()

    def place(self) -> int | None:
        """Where on the call clock the line was begun; None outside a call."""
        return None
