"""Screens of the gym floor: the day, and the roster of a class."""
