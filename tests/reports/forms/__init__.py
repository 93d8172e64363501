"""Tests of the readers' forms, one file each."""
