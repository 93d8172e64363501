"""Tests of the screening rules, one file a rule."""
