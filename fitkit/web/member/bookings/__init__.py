"""What a member has booked, and what was."""
