"""Parts that several screens show, and what they do."""
