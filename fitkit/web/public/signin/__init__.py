"""Sign-in: by password, by a code, with a second factor."""
