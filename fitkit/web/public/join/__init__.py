"""Joining a gym by an invitation's link."""
