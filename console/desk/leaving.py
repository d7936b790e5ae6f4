"""How a desk ends: asked to, because its terminal is gone, or because something in it failed."""

from __future__ import annotations

import asyncio
import errno
import logging
import select
import shutil
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual import events
from textual.css.query import NoMatches
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from console.desk.flooring import DeskFloor
from console.desk.pastes import make_safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOWrapper
    from typing import TextIO

    from rich.console import RenderableType
    from textual.app import App
    from textual.driver import Driver

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.5
ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
GONE = frozenset({errno.EIO, errno.EBADF, errno.ENXIO, errno.EPIPE})


class Failed(Exception):
    """The screen can't go on, and nobody said why."""


class Paper:
    """The terminal's side that is written to; one that is gone takes everything and keeps none."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def fileno(self) -> int:
        """The descriptor behind it."""
        return self._file.fileno()

    def write(self, text: str) -> None:
        """Write, if there is anybody to read."""
        self._unless_gone(lambda: self._file.write(text))

    def flush(self) -> None:
        """Show what was written."""
        self._unless_gone(self._file.flush)

    @staticmethod
    def _unless_gone(write: Callable[[], object]) -> None:
        try:
            write()
        except OSError as error:
            if error.errno not in GONE:
                raise


class DeskDriver(LinuxDriver):
    """Goes on without a terminal until the desk has ended.

    Its writer would die, and the desk then waits for it for ever.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is not None:
            # What the base class does with it is all that a paper can.
            self._file = cast("TextIOWrapper", Paper(self._file))


class DeskLeaving(DeskFloor):
    """The part of the app that knows when it is over."""

    fault: Exception | None = None
    """What failed; its message and its variables may hold what somebody wrote."""

    def get_driver_class(self) -> type[Driver]:
        """Ours, unless the desk is shown somewhere else than in a terminal."""
        found = super().get_driver_class()
        make_safe()
        return DeskDriver if found is LinuxDriver else found

    def on_mount(self) -> None:
        """Listen for the end."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in ENDS:
            loop.add_signal_handler(number, self._leave)
        threading.excepthook = _log_failure
        self.set_interval(WATCH_SECONDS, self._watch)

    def _watch(self) -> None:
        # Not every terminal that is gone says so by a signal, and it can always be read: nothing.
        if not isinstance(self._driver, LinuxDriver):
            return
        if is_gone(self._driver.fileno):
            self._leave()
        else:
            self._agree_on_size()

    def _agree_on_size(self) -> None:
        # A signal that comes while another one's handler runs is told first: the older size stays.
        size = Size(*shutil.get_terminal_size(self.size))
        if size != self.size:
            self.post_message(events.Resize(size, size))

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End; what was typed last may not have been heard of yet."""
        self.is_leaving = True
        if self.session is not None:
            with suppress(NoMatches):
                self.session.drafts.keep_words()
        super().exit(result, return_code, message)

    def _leave(self) -> None:
        log.info("desk_ends")
        self.exit(0)

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, NoMatches) and not self.is_running:
            # The screen is being taken apart, and something was still to be shown on it.
            return
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without the page that shows what every variable held."""
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """End without what was to be printed."""
        self.fault = self.fault or Failed("the screen failed")
        self._close_messages_no_wait()


def is_gone(descriptor: int) -> bool:
    """Whether nobody is at the other end of a terminal."""
    poll = select.poll()
    poll.register(descriptor, 0)
    return any(
        events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll(0)
    )


def _log_failure(failure: threading.ExceptHookArgs) -> None:
    log.error("thread_failed", exc_info=failure.exc_value)
