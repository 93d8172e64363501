"""Questions put to a whole register, one file a rule."""
