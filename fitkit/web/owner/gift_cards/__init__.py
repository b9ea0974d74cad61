"""The gift cards that were sold: what is owed for them, who used them, and the settings."""
