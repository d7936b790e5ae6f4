"""Ports for servers that a test starts later."""

from __future__ import annotations

import socket
from random import SystemRandom

BELOW_EPHEMERAL = (15_000, 30_000)
"""Connections are given ports above it by chance."""


def free_port() -> int:
    """Find a port that nobody listens on and that no connection is given by chance.

    A port of the ephemeral range can be taken by an outgoing connection before the server starts;
    a client that keeps trying one while its server is down can even connect to itself.
    """
    while True:
        # Not the seeded dice of the tests: two workers would throw the same.
        port = SystemRandom().randrange(*BELOW_EPHEMERAL)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
