"""Fixed places and freezes on a member's page."""
