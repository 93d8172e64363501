"""Arrays kept in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.store.arrays import open_arrays, write_arrays

ARRAYS: dict[str, NDArray[Any]] = {
    "whole": np.arange(5, dtype=np.int32),
    "empty": np.empty(0, np.int64),
    "words": np.array(["甲", "乙丙"]),
}


def test_what_was_written_is_opened(tmp_path: Path) -> None:
    assert write_arrays(tmp_path / "a" / "b", ARRAYS)
    found = open_arrays(tmp_path / "a" / "b", tuple(ARRAYS))
    assert found is not None
    assert all(found[n].dtype == ARRAYS[n].dtype and found[n].tolist() == ARRAYS[n].tolist() for n in ARRAYS)
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["b"]


def test_writing_into_an_opened_array_changes_no_file(tmp_path: Path) -> None:
    write_arrays(tmp_path / "b", ARRAYS)
    for _ in range(2):
        found = open_arrays(tmp_path / "b", ("whole",))
        assert found is not None
        assert found["whole"].tolist() == [0, 1, 2, 3, 4]
        found["whole"][0] = 9


def test_the_first_to_write_stays(tmp_path: Path) -> None:
    write_arrays(tmp_path / "b", ARRAYS)
    assert write_arrays(tmp_path / "b", {"whole": np.zeros(1)})
    found = open_arrays(tmp_path / "b", ("whole",))
    assert found is not None
    assert found["whole"].tolist() == [0, 1, 2, 3, 4]


def test_missing_cut_and_foreign_files_are_not_opened(tmp_path: Path) -> None:
    assert open_arrays(tmp_path / "b", ("whole",)) is None
    write_arrays(tmp_path / "b", ARRAYS)
    assert open_arrays(tmp_path / "b", ("whole", "other")) is None
    whole = tmp_path / "b" / "whole.npy"
    whole.write_bytes(whole.read_bytes()[:-3])
    assert open_arrays(tmp_path / "b", ("whole",)) is None
    whole.write_bytes(b"words")
    assert open_arrays(tmp_path / "b", ("whole",)) is None


def test_where_nothing_may_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not write_arrays(tmp_path / "file" / "b", ARRAYS)
