"""Questions put to a case: leads, indicators, clocks."""
