"""What a member paid, what went back, and the card that is kept."""
