"""What is told unasked, and the sending."""
