"""What a member sees of their own record: late cancellations, no-shows, fixed places."""
