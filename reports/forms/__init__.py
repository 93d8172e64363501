"""What each reader is handed: one file a form."""
