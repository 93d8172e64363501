"""Tests of the bench: the made-up registries and their figures."""
