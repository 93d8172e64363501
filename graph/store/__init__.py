"""Where snapshots and decisions are kept."""
