"""Reports: one dossier, many formats."""
