"""Notices of cancellation on a member's page."""
