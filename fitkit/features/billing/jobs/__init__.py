"""What billing does unasked."""
