"""Meaning: one folder a subject, in the seven words."""
