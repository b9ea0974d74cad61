"""A day of the drawer, to be printed."""
