"""The cash desk: the drawer now, and its past closings."""
