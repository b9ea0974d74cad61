"""One charge of a gym, opened for a reason."""
