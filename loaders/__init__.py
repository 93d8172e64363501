"""Loaders: from rows to statements, one file a format."""
