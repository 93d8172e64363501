"""Errors that say what, where and how to mend it."""

from __future__ import annotations


class LookthroughError(Exception):
    """A call or its input is unusable.

    what: the fault in one clause; where: file, row, command or party; mend: what the user can do.
    Printed as one line, never as a traceback.
    """

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        remedy = f": {self.mend}" if self.mend else ""
        return f"{self.what}{place}{remedy}"


class UnreadableInput(LookthroughError):
    """A file is empty, cut off, or of another format than its name says."""


class AmbiguousParty(LookthroughError):
    """A name stands for several parties; the remedy lists them."""


class UnknownParty(LookthroughError):
    """No party answers to this id, identifier or name."""


class CaseFileFault(LookthroughError):
    """A case file lacks a key or holds a value that cannot be read."""


class WorkspaceBusy(LookthroughError):
    """Another process is writing to the workspace."""


class WorkspaceTooNew(LookthroughError):
    """The workspace was written by a newer version."""
