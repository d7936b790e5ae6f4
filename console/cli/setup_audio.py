"""``console setup audio``: fetches the provider's library for browsers, exactly one version."""

from __future__ import annotations

import hashlib
import io
import tarfile
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from console.cli.words import Commands

ABOUT = "Fetch the library that the audio page needs (Apache-2.0, from the npm registry)"
SECONDS = 60.0


def add(providers: Commands) -> None:
    """Declare the command."""
    audio = command(providers, "audio", run, ABOUT)
    audio.add_argument("--file", metavar="TGZ", help="the package, fetched by other means")


def run(arguments: Namespace) -> int:
    """Fetch, check, put it where the hub looks. Raises Problem."""
    from console.settings.audio import SDK_VERSION

    settings = settings_of(arguments).audio
    if settings.sdk_file:
        raise Problem("[audio] sdk_file names a library of your own; empty it first.")
    target = settings.sdk_path
    if target.is_file() and _digest(target.read_bytes()) == settings.sdk_sha256:
        say(f"The audio library {SDK_VERSION} is there already: {target}")
        return 0
    package = _read(arguments.file) if arguments.file else _fetched()
    put(package, target)
    say(f"The audio library {SDK_VERSION} is in {target}. Agents talk at /audio.")
    return 0


def put(package: bytes, target: Path) -> None:
    """Take the library out of its package; nothing is written unless both are right."""
    from console.settings.audio import SDK_MEMBER, SDK_PACKAGE_SHA256, SDK_SHA256

    if _digest(package) != SDK_PACKAGE_SHA256:
        raise Problem("What came is not the audio library we know; nothing was written.")
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as held:
        member = held.extractfile(SDK_MEMBER)
        content = member.read() if member is not None else b""
    if _digest(content) != SDK_SHA256:
        raise Problem("The package does not hold the audio library; nothing was written.")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    half.write_bytes(content)
    half.replace(target)


def _fetched() -> bytes:
    import httpx

    from channels.trust import trusted
    from console.settings.audio import SDK_URL

    try:
        # The company's proxy counts here: this is a download, not a provider.
        with httpx.Client(verify=trusted(), timeout=SECONDS) as client:
            return client.get(SDK_URL).raise_for_status().content
    except httpx.HTTPError as error:
        kind = type(error).__name__
        raise Problem(f"The audio library can't be fetched ({kind}); use --file.") from error


def _read(name: str) -> bytes:
    from pathlib import Path

    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Problem(f"{name} can't be read ({error.strerror}).") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
