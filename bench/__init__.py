"""Measures, side by side with other libraries."""
