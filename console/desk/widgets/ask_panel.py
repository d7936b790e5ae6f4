"""A question docked above the call bar: asked only because a key was pressed, never in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from console.desk.widgets.words import Words, content
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.desk.widgets.words import Parts

SIGHT = 6
"""Options in sight."""


STEPS = {"up": -1, "down": 1}
UNCHOSEN = "!"
"""The value of an option that is only there to be read; one that begins so is shown as quietly."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose one of several; typing narrows them."""

    title: str
    options: tuple[tuple[str, str], ...]
    """Value and words."""
    is_quick: bool = False
    """Whether the number of an option takes it at once."""
    typed: Callable[[str], tuple[str, str] | None] | None = None
    """Makes an option of what was typed, where none of the others fits; None: of that, none."""


@dataclass(frozen=True, slots=True)
class Write:
    """Write one line."""

    title: str
    start: str = ""
    required: bool = True
    wrong: Callable[[str], str] | None = None
    """Says at once what is wrong with an answer; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be known before an action can be done, step by step."""

    action: str
    title: str
    steps: tuple[Pick | Write, ...]
    about: str = ""
    """What it is about, given back with the answers."""
    seen: str = ""
    """What stood there when it was asked, given back with the answers."""


class SafeInput(Input):
    """One line; what is pasted passes the gate."""

    def validate_value(self, value: str) -> str:
        """Keep what is safe to show."""
        return clean_line(value)


class AskLine(SafeInput):
    """The line of a panel. What a key means is done before the next one is heard."""

    def __init__(self, panel: AskPanel) -> None:
        super().__init__(id="ask-line", select_on_focus=False)
        self._panel = panel

    async def _on_key(self, event: Key) -> None:
        # Bindings are looked up after the event has bubbled: a key of the same read would be first.
        place = self.screen.focused
        if place is not None and place is not self:
            place.post_message(Key(event.key, event.character))
        elif self._panel.heard(event.key):
            pass
        elif moves := self._bindings.key_to_bindings.get(event.key):
            await self.run_action(moves[0].action)
        else:
            await super()._on_key(event)
            self._panel.narrow()
            return
        event.stop()
        event.prevent_default()


def _show(options: Words, parts: Parts) -> None:
    options.display = bool(parts)
    options.show(parts, layout=True)


def _wrong(step: Write, text: str) -> str:
    if not text:
        return "Write it first; Esc leaves." if step.required else ""
    return step.wrong(text) if step.wrong else ""


def _numbered(step: Pick | Write | None, text: str) -> int | None:
    """The place of the option whose number was typed, where numbers are asked for."""
    if not isinstance(step, Pick) or not step.is_quick or not text.strip().isdecimal():
        return None
    place = int(text) - 1
    return place if 0 <= place < len(step.options) else None


def _matching(step: Pick | Write | None, value: str) -> list[tuple[str, str]]:
    if not isinstance(step, Pick):
        return []
    wanted = value.casefold().split() if _numbered(step, value) is None else ()
    found = [o for o in step.options if all(w in o[1].casefold() for w in wanted)]
    made = step.typed(value) if step.typed and not found else None
    return [made] if made else found


class AskPanel(Vertical):
    """Walks through the steps of one question and gives the answers up."""

    DEFAULT_CSS = """
    AskPanel {
        display: none; height: auto; border: round $accent; background: $surface; padding: 0 1;
        SafeInput, SafeInput:focus { border: none; padding: 0; height: 1; background: $boost; }
        Words { height: auto; }
    }
    AskPanel.-open { display: block; }
    """

    @dataclass
    class Answered(Message):
        """Every step has its answer."""

        question: Question
        answers: tuple[str, ...]

    @dataclass
    class Left(Message):
        """The question was left unanswered."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.question: Question | None = None
        self._answers: tuple[str, ...] = ()
        self._at = 0
        self._narrowed = ""
        """What was written when the choice was narrowed last."""
        self._came_from: Widget | None = None

    def compose(self) -> ComposeResult:
        """A line to write on, and what there is to choose."""
        yield AskLine(self)
        yield Words(id="ask-options")

    def ask(self, question: Question) -> None:
        """Ask; the cursor comes here because somebody pressed the key for it."""
        self.question, self._answers = question, ()
        self.add_class("-open")
        self._begin_step()
        line = self.query_one(AskLine)
        if self.screen.focused is not line:
            self._came_from = self.screen.focused
            self.screen.set_focus(line)

    @property
    def came_from(self) -> Widget | None:
        """Where the cursor was before it came here; None: it is not here."""
        return self._came_from if isinstance(self.screen.focused, AskLine) else None

    @property
    def _step(self) -> Pick | Write | None:
        steps = self.question.steps if self.question else ()
        return steps[len(self._answers)] if len(self._answers) < len(steps) else None

    def _begin_step(self) -> None:
        step, line = self._step, self.query_one(AskLine)
        if step is None or self.question is None:
            return
        title = f"{self.question.title} · {step.title}"
        self.border_title = content([(title, "plain")])
        keys: Parts = [
            (" Enter", "key"),
            (" takes it  ", "quiet"),
            ("Esc", "key"),
            (" leaves ", "quiet"),
        ]
        self.border_subtitle = content(keys)
        line.value = step.start if isinstance(step, Write) else ""
        line.placeholder = "type to narrow" if isinstance(step, Pick) else ""
        line.cursor_position = len(line.value)
        self._at, self._narrowed = 0, line.value
        self._list()

    def _list(self) -> None:
        found = _matching(self._step, self._narrowed)
        first = max(0, min(self._at - SIGHT // 2, len(found) - SIGHT))
        parts: Parts = []
        for at, (value, words) in enumerate(found[first : first + SIGHT], first):
            sign, loud = ("▸ ", "key") if at == self._at else ("  ", "text")
            # What can't be chosen now is there to be seen, with its reason.
            loud = "quiet" if value.startswith(UNCHOSEN) else loud
            end = "\n" if at < min(first + SIGHT, len(found)) - 1 else ""
            parts.append((f"{sign}{clean_line(words)}{end}", loud))
        if isinstance(self._step, Pick) and not found:
            parts = [("nothing fits", "quiet")]
        _show(self.query_one("#ask-options", Words), parts)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Go by what was pasted."""
        event.stop()
        self.narrow()

    def narrow(self) -> None:
        """Narrow the choice to what is written, or take the option whose number it is."""
        value = self.query_one(AskLine).value
        if value == self._narrowed:
            return
        self._narrowed = value
        numbered = _numbered(self._step, value)
        self._at = numbered or 0
        self._list()
        if numbered is not None:
            self.take()

    def heard(self, key: str) -> bool:
        """Do what a key means here; False when it means nothing."""
        if key == "enter":
            self.take()
        elif key in STEPS:
            most = len(_matching(self._step, self._narrowed)) - 1
            self._at = max(0, min(self._at + STEPS[key], most))
            self._list()
        elif key == "escape":
            self.close()
        return key in STEPS or key in ("enter", "escape")

    def take(self) -> None:
        """Take an answer and go on to the next step, or give the answers up."""
        step, value = self._step, self.query_one(AskLine).value
        if value != self._narrowed:
            # It was pasted in the same read.
            self._narrowed, self._at = value, _numbered(step, value) or 0
        text = value.strip()
        found = _matching(step, value)
        if isinstance(step, Pick) and (not found or found[self._at][0] == UNCHOSEN):
            return
        if isinstance(step, Write) and (wrong := _wrong(step, text)):
            _show(self.query_one("#ask-options", Words), [(wrong, "warn")])
            return
        self._answers += (found[self._at][0] if isinstance(step, Pick) else text,)
        if self._step is not None:
            self._begin_step()
        elif self.question is not None:
            self.post_message(self.Answered(self.question, self._answers))
            self.close()

    def close(self) -> None:
        """Go out of the way, if it is in it."""
        if not self.has_class("-open"):
            return
        # At once, and while it can be seen: a cursor in what is hidden goes anywhere, and what is
        # typed next with it.
        if (place := self.came_from) is not None:
            self.screen.set_focus(place)
        self.remove_class("-open")
        self.question = None
        self.post_message(self.Left())
