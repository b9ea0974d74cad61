"""Disputes that wait for staff."""
