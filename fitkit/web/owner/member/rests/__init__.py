"""Days on which a member's plan rests."""
