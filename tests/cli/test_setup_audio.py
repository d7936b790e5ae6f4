"""``console setup audio``: one version of the library, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.__main__ import main
from console.settings.audio import AudioSection

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_package_that_is_not_the_known_one_is_not_written(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "voice-sdk.tgz"
    package.write_bytes(b"something else")
    assert main(["setup", "audio", "--file", str(package)]) == 1
    assert "is not the audio library we know" in capsys.readouterr().err
    assert home in AudioSection().sdk_path.parents
    assert not AudioSection().sdk_path.exists()


def test_a_package_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "audio", "--file", "nowhere.tgz"]) == 1
    assert "nowhere.tgz can't be read" in capsys.readouterr().err
