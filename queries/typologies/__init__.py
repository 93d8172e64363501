"""The typologies, one file each."""
