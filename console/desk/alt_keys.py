"""Alt with a letter or a sign, at once: most terminals send it as Escape and the letter.

Textual takes no such pair as a key by itself. It waits a tenth of a second for more, in case a
longer sequence begins so, and only then gives the letter; with that wait no card and no transfer
can be answered in a tenth of a second. Terminals send nothing longer that begins with Escape and a
small letter or one of these signs, so the pairs that are keys of the desk are made known.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.keys import Key

ESCAPE = "\x1b"
SIGNS = {"full_stop": ".", "comma": ",", "slash": "/", "semicolon": ";"}
PAIR = re.compile(rf"alt\+([a-z]|{'|'.join(SIGNS)})")


def make_known(table: Iterable[Key]) -> None:
    """Have the terminal's parser take every Alt with a letter that is a key, now and later.

    A pair that already means something stays what it is: macOS sends Escape and *f* for a jump
    over a word.
    """
    pairs = [found[1] for key in table if (found := PAIR.fullmatch(key.key))]
    named = Enum("named", {f"alt_{letter}": f"alt+{letter}" for letter in pairs})  # type: ignore[misc]
    # Declared as a mapping that nobody writes to, and made as a dict.
    known = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for letter in pairs:
        known.setdefault(ESCAPE + SIGNS.get(letter, letter), (named[f"alt_{letter}"],))
