"""What is due, paid by a link."""
