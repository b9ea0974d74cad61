"""What payment companies paid to the bank."""
