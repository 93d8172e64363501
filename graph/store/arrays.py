"""Arrays in a folder: written whole, opened without reading."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(folder: Path, arrays: Arrays) -> bool:
    """One file an array, all or none; a folder that is there already stays. False where nothing may be written there.

    The arrays can be computed again from the snapshot: a folder lost in a power failure is no loss, so nothing is synced.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError:
        return False
    try:
        for name, column in arrays.items():
            np.save(staged / f"{name}.npy", column, allow_pickle=False)
        os.rename(staged, folder)
    except OSError:
        return folder.is_dir()
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return True


def open_arrays(folder: Path, names: tuple[str, ...]) -> dict[str, NDArray[Any]] | None:
    """Memory-mapped, so that only what is asked is read; None unless every array is there and whole.

    Writing into one changes this process's copy alone.
    """
    found: dict[str, NDArray[Any]] = {}
    for name in names:
        try:
            found[name] = _opened(folder / f"{name}.npy")
        except (OSError, ValueError, EOFError):
            return None
    return found


def _opened(path: Path) -> NDArray[Any]:
    try:
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:
        # An empty array cannot be mapped.
        return np.asarray(np.load(path, allow_pickle=False))
