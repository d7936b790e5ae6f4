"""The part of the app that shows the floor to leads and has their keys do what a row is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.locking import DeskLock

if TYPE_CHECKING:
    from types import ModuleType

    from console.desk.screens.floor import FloorScreen
    from console.desk.session import Session
    from console.desk.wall.showing import FloorShowing
    from console.desk.widgets.floor_table import FloorTable

FLOOR_SECONDS = 0.25
"""What entries changed is on the floor by then."""
STAYS = ("app.", "call.", "lead.", "floor.", "view.theme", "view.page", "hint.", "agent.", "queue.")
"""Beginnings of actions that leave the floor where it is; all others are about the desk."""

OF_FLOOR = ("agent.", "queue.", "lead.free", "floor.return", "floor.snooze")
"""Of these, those that are about the floor: it is shown again when their question is answered."""


class DeskFloor(DeskLock):
    """Knows whether the floor is shown, and keeps it up to date."""

    _floor: FloorShowing | None = None
    _asked = ""
    """What a question is about that was asked on the floor."""

    @property
    def floor_screen(self) -> FloorScreen | None:
        """The floor while it is shown, whatever is over it."""
        screen = self._floor.screen if self._floor is not None else None
        return screen if screen in self.screen_stack else None

    def show_floor(self) -> None:
        """Show the floor, or go back to the desk."""
        if self.floor_screen is not None:
            self.leave_floor()
        elif self.session is not None:
            self.push_screen(self._watched(self.session).begin())
            self.call_after_refresh(self.refresh_keys)

    def _watched(self, session: Session) -> FloorShowing:
        # Not at the top: the first paint does not wait for it.
        from console.desk.wall.showing import FloorShowing

        if self._floor is None:
            self._floor = FloorShowing(session, self.bell)
            self.set_interval(FLOOR_SECONDS, self._floor.refresh)
        return self._floor

    def leave_floor(self) -> None:
        """Go back to the desk."""
        if self.floor_screen is not None and self.screen is self.floor_screen:
            self.pop_screen()

    def tick(self) -> None:
        """Move the clocks, those of the floor too; who is no lead any more leaves it."""
        super().tick()
        # Alarms sound whether or not the floor is shown.
        if self._floor is None and (self.session is None or not self._may_see_floor()):
            return
        if self._floor is None and self.session is not None:
            self._watched(self.session)
        if self._floor is not None:
            if not self._floor.is_allowed:
                self.leave_floor()
            if not self.is_unsure:
                self._floor.tick()

    def refresh_keys(self) -> None:
        """Show the keys that do something now, also on the floor."""
        super().refresh_keys()
        screen = self.floor_screen
        if screen is not None and screen.is_mounted:
            wanted = [key for key in self.live_keys() if key.id.startswith(STAYS)]
            screen.keys.show_keys(wanted)

    def act(self, name: str) -> None:
        """Do an action: on the floor, about the chosen row."""
        screen = self.floor_screen
        if screen is None or self.lock_screen is not None:
            super().act(name)
        elif self._floor is not None and _doing().do(self._floor, name):
            pass
        elif name.startswith("view.page"):
            screen.table.action_step(-10 if name.endswith("up") else 10)
        elif name == "lead.help" and self._floor is not None:
            _doing().open_row(self._floor)
            self.leave_floor()
            super().act(name)
        else:
            if not name.startswith(STAYS):
                self.leave_floor()
            super().act(name)
        # A question is put on the desk, and answered there.
        if screen is not None and self.desk.ask.has_class("-open"):
            self._asked = name
            self.leave_floor()

    def on_ask_panel_left(self) -> None:
        """Return to the floor, where the question was about it."""
        name, self._asked = self._asked, ""
        if name.startswith(OF_FLOOR) and not self.desk.ask.has_class("-open"):
            self.show_floor()

    def _act_here(self, name: str) -> bool:
        if name == "floor.show" and self._may_see_floor():
            self.show_floor()
            return True
        if name == "floor.snooze" and self._floor is not None and self._may_see_floor():
            _doing().snooze(self._floor)
            return True
        return super()._act_here(name)

    def _may_see_floor(self) -> bool:
        # Not at the top: the first paint does not wait for it.
        from console.domain.supervision import LEADS

        me = self.session.model.me if self.session is not None else None
        return me is not None and me.role in LEADS

    def on_floor_screen_left(self) -> None:
        """Go back to the desk."""
        self.leave_floor()

    def on_floor_table_opened(self, event: FloorTable.Opened) -> None:
        """Open what a row leads to, or narrow the tables to a queue."""
        screen = self.floor_screen
        if screen is None or self._floor is None:
            return
        if event.row.key.startswith("queue/"):
            screen.narrow(event.row.key.partition("/")[2])
        elif event.row.incident:
            _doing().open_row(self._floor)
            self.leave_floor()
        else:
            self.desk.say("There is no incident behind this row.", "quiet")


def _doing() -> ModuleType:
    """What leads do on the floor; not at the top: the first paint does not wait for it."""
    from console.desk.wall import doing

    return doing
