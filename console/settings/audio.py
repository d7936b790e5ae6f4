"""The section of config.toml about audio in the browser."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from console.own_folders import APP
from console.settings import Section

SDK_VERSION = "2.18.5"
SDK_URL = f"https://registry.npmjs.org/@twilio/voice-sdk/-/voice-sdk-{SDK_VERSION}.tgz"
SDK_PACKAGE_SHA256 = "b78b887ce35832e4316d477b6148660f13dae7b5b0db027286a4bbcf7ca1ded9"
SDK_MEMBER = "package/dist/twilio.min.js"
SDK_SHA256 = "35d3cb1b22e309f9884724a89250aecd2de4f1556ad7b67a7bc5e06c73dcb74a"


class AudioSection(Section):
    """Where agents talk: the page at ``/audio``."""

    sdk_file: str = ""
    """The provider's library for browsers; empty: where ``console setup audio`` puts it."""

    @property
    def sdk_path(self) -> Path:
        """Where the library lies."""
        if self.sdk_file:
            return Path(self.sdk_file).expanduser()
        folder = platformdirs.user_data_path(APP, appauthor=False)
        return folder / "audio" / f"twilio-voice-{SDK_VERSION}.min.js"

    @property
    def sdk_sha256(self) -> str:
        """What the library must be; empty for one of your own choice."""
        return "" if self.sdk_file else SDK_SHA256
