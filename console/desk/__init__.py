"""The desk: what agents and leads see."""

import os

# Textual paints on a fixed beat; at its 60 a second, a key that follows a live entry waits for up
# to two beats (p99 of 36 ms instead of 13). It paints when something changed only, so more beats
# cost nothing. It reads this once, when it is first imported.
os.environ.setdefault("TEXTUAL_FPS", "240")
