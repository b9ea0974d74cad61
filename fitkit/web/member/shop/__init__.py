"""The shop inside the app."""
