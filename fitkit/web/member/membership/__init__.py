"""My plan and payments."""
