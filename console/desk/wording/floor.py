"""Words for every state on the floor; no state is told by a colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import moment_words, spell
from console.desk.wording.queue import SEVERITY
from console.domain.incident_events import SEVERITY_ORDER
from console.domain.person import masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.domain.agent import Agent
    from console.domain.alarms import About, Alarm
    from console.domain.call_state import Call
    from console.domain.floor_events import GhostsSwept
    from console.domain.incident import Incident

Said = tuple[str, str]
"""Words and how loud they are."""
_ABOUT: dict[About, str] = {
    "longest_wait": "longest wait",
    "waiting": "callers waiting",
    "agents_free": "agents free",
    "service_level": "service level",
    "overdue": "overdue",
    "followups": "callers to get back to, overdue",
    "left_behind": "work of people who are offline",
    "promises": "promises overdue",
}
_PRIORITY = {"critical": "alarm", "high": "warn", "normal": "quiet", "low": "quiet"}


def who(handle: str) -> str:
    """An address with its middle hidden."""
    return clean_line(masked(handle)) if handle else "unknown"


def present(agent: Agent) -> bool:
    """Whether somebody is at work."""
    return agent.presence not in ("offline", "")


def doing(agent: Agent, call: Call | None) -> Said:
    """What an agent does now."""
    if agent.call is not None:
        return call_state(call) if call is not None else ("ON CALL", "good")
    if agent.offer is not None:
        return "RINGING", "alarm"
    if agent.wrapping is not None:
        return "WRAP-UP", "warn"
    if agent.watching is not None:
        return "IN A CALL (lead)", "warn"
    reason = f": {clean_line(agent.presence_reason)}" if agent.presence_reason else ""
    reason += f" (by {clean_line(agent.presence_by)})" if agent.presence_by else ""
    if agent.presence == "available":
        return "FREE", "good"
    if agent.presence == "lost":
        return "LOST, desk gone", "alarm"
    return f"{agent.presence}{reason}", "quiet" if agent.presence == "offline" else "text"


def call_state(call: Call) -> Said:
    """What goes on in a live call."""
    if call.phase == "left":
        return "WITHOUT US", "alarm"
    if call.phase != "talking":
        return "CONNECTING", "warn"
    if call.is_held:
        return "ON HOLD", "warn"
    return ("MUTED", "warn") if call.is_muted else ("ON CALL", "good")


def load_words(agent: Agent, texts: int, mails: int) -> str:
    """How much somebody has of each channel: ``1c 2t 3m``."""
    counts = ((int(agent.call is not None), "c"), (texts, "t"), (mails, "m"))
    return " ".join(f"{count}{letter}" for count, letter in counts if count) or "—"


def priority(incident: Incident | None) -> tuple[str, str, int]:
    """How urgent it is, how loud that is, and its place."""
    severity = incident.severity if incident is not None else "normal"
    return SEVERITY[severity], _PRIORITY[severity], SEVERITY_ORDER.index(severity)


def _amount(about: About, value: int) -> str:
    if about == "longest_wait":
        return spell(value)
    return f"{value} %" if about == "service_level" else str(value)


def alarm_words(alarm: Alarm, now: datetime, zone: tzinfo) -> Said | None:
    """An alarm that is on, or that went off a moment ago."""
    rule = alarm.rule
    where = f"{clean_line(rule.queue)}: " if rule.queue else ""
    value = _amount(rule.about, alarm.value) if alarm.value is not None else "—"
    what = f"{where}{_ABOUT[rule.about]} {value}, limit {_amount(rule.about, rule.limit)}"
    if not alarm.is_on:
        return None
    on = f"{alarm.on_at.astimezone(zone):%H:%M:%S}" if alarm.on_at is not None else "now"
    if alarm.snooze is not None and alarm.is_snoozed(now):
        until = f"{alarm.snooze.until.astimezone(zone):%H:%M}"
        by = f" by {clean_line(alarm.snooze.by)}" if alarm.snooze.by else ""
        return f"snoozed until {until}{by} · {what} · since {on}", "quiet"
    return f"ALARM {what} · since {on}", "alarm"


def day_words(since: datetime, zone: tzinfo) -> str:
    """When the counts began."""
    return f"today since {moment_words(since, zone)}"


def swept_words(swept: GhostsSwept | None, now: datetime, zone: tzinfo) -> str:
    """What the daily sweep ended today; empty when that is another day."""
    if swept is None or swept.at.astimezone(zone).date() != now.astimezone(zone).date():
        return ""
    what = clean_line("; ".join(swept.closed))
    return f"The daily sweep of {swept.at.astimezone(zone):%H:%M} ended: {what}"
