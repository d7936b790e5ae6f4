"""``console resources``: a whole, right file becomes the book; a wrong one changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HEAD = "name,kind,country,region,phone,verified\n"
RIGHT = f"{HEAD}Northside,er vet,US,TX,+1 512 555 0142,2001-01-01\n"


def test_a_right_file_is_the_book_and_a_wrong_one_leaves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, config = tmp_path / "deep" / "book.csv", tmp_path / "config.toml"
    config.write_text(f'[people]\nresources = "{book}"\n', "utf-8")
    given = tmp_path / "given.csv"
    given.write_text(RIGHT, "utf-8")
    assert main(["resources", "--config", str(config), "load", str(given)]) == 0
    assert "1 lines are in" in capsys.readouterr().out
    given.write_text(f"{RIGHT}Bad,vet,US,TX,12,\n", "utf-8")
    assert main(["resources", "--config", str(config), "load", str(given)]) == 1
    assert "line 3: 12 is no whole telephone number" in capsys.readouterr().out
    assert book.read_text("utf-8") == RIGHT
    assert main(["resources", "--config", str(config), "find", "vet tx"]) == 0
    assert "+15125550142" in (found := capsys.readouterr().out)
    assert "STALE: check it first" in found
