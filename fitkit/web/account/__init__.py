"""Screens of one's own account: settings and inbox."""
