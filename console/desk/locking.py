"""Covers a desk that nobody sits at; the call goes on, and alarms still sound."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.css.query import NoMatches

from console.desk.anywhere import DeskAnywhere
from console.desk.screens.lock import LockScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.settings import DeskSettings
    from console.desk.widgets.words import Parts

CODE_LENGTH = 6
STILL_DONE = frozenset({"call.mute", "call.end"})
"""What keys do on a locked desk: both make the agent be heard less, and show nothing."""
FREE_TRIES = 3
LONGEST_WAIT = 60.0
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the screen and what was scrolled out of it.
https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (ED, Ps = 3)"""
_TOUCHES: tuple[type[events.Event], ...] = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseScrollUp,
    events.MouseScrollDown,
)


class DeskLock(DeskAnywhere):
    """The part of the app that knows whether somebody is there."""

    settings: DeskSettings
    moment: Callable[[], float]
    _touched_at = 0.0
    _wrong = 0
    _next_try_at = 0.0

    def write_raw(self, text: str) -> None:
        """Write to the terminal beside the screen; never with anything that came from outside."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(text)

    @property
    def lock_screen(self) -> LockScreen | None:
        """What covers the desk; None while it is not locked."""
        return next((one for one in self.screen_stack if isinstance(one, LockScreen)), None)

    async def on_event(self, event: events.Event) -> None:
        """Somebody is there as long as there are keys and clicks."""
        if isinstance(event, _TOUCHES):
            self._touched_at = self.moment()
        await super().on_event(event)

    def tick(self) -> None:
        """Move the clocks; lock when nobody has been there for long."""
        super().tick()
        seconds = self.settings.lock_minutes * 60
        if seconds and self.moment() - self._touched_at >= seconds:
            self.lock()
        self._show_state()

    def lock(self) -> None:
        """Cover everything, also what the terminal keeps beside the screen."""
        if self.lock_screen is not None:
            return
        if self.session is not None:
            self.session.showing.revealed.cover()
            self.session.showing.everything()
        self.write_raw(CLEAR)
        self.push_screen(LockScreen())

    def _show_state(self) -> None:
        screen = self.lock_screen
        # A moment after the push it has no parts yet.
        with suppress(NoMatches):
            if screen is not None:
                screen.show_state(*self._call_state())

    def on_lock_screen_tried(self, event: LockScreen.Tried) -> None:
        """Go on, or wait the longer the more often the code was wrong."""
        event.stop()
        # Not at the top: the first paint does not wait for it.
        from hmac import compare_digest

        screen, now = self.lock_screen, self.moment()
        if screen is None:
            return
        if now < self._next_try_at:
            screen.refuse(f"Wait {self._next_try_at - now:.0f} s before the next try.")
        elif compare_digest(event.code.encode(), self.settings.token[-CODE_LENGTH:].encode()):
            self._wrong, self._touched_at = 0, now
            self.pop_screen()
        else:
            self._wrong += 1
            wait = min(LONGEST_WAIT, 5.0 * 2 ** (self._wrong - FREE_TRIES))
            self._next_try_at = now + (wait if self._wrong >= FREE_TRIES else 0.0)
            screen.refuse("That is not it.")

    def act(self, name: str) -> None:
        """Do an action by its id; on a locked desk only what shows nothing."""
        if self.lock_screen is None or name in STILL_DONE:
            super().act(name)

    def _act_here(self, name: str) -> bool:
        if name != "app.lock":
            return super()._act_here(name)
        if self.settings.lock_minutes:
            self.lock()
        else:
            self.desk.say("Locking is switched off: [desk] lock_minutes is 0.", "quiet")
        return True

    async def action_quit(self) -> None:
        """Leave; a locked desk can't be left for the shell behind it."""
        if self.lock_screen is None:
            await super().action_quit()

    def _call_state(self) -> tuple[Parts, Parts]:
        if self.session is None:
            return [], []
        showing = self.session.showing
        # Not with the app: what it needs would make the first screen wait.
        from console.desk.wording.call import call_words

        words = call_words(showing.my_calls, showing.now)
        # Words about trouble may name somebody.
        state: Parts = [(text, loud) for text, loud in words if not text.startswith("! ")]
        if showing.my_calls.call is None:
            return state, []
        keys: Parts = [(self.name_of("call.mute"), "key"), (" mutes you  ", "quiet")]
        return state, [*keys, (self.name_of("call.end"), "key"), (" twice hangs up", "quiet")]
