"""A local telephone and mail network that speaks Twilio's and SendGrid's interfaces."""

from __future__ import annotations

from channels.simulator.clock import Clock, RealClock, SimulatedClock
from channels.simulator.legs import Leg
from channels.simulator.network import Network
from channels.simulator.people import Attachment, Person
from channels.simulator.settings import Latencies, NotLoopback, OwnedNumber, Settings

__all__ = [
    "Attachment",
    "Clock",
    "Latencies",
    "Leg",
    "Network",
    "NotLoopback",
    "OwnedNumber",
    "Person",
    "RealClock",
    "Settings",
    "SimulatedClock",
]
