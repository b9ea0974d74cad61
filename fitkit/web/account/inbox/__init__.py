"""The bell: what the reader was told."""
