"""Holidays and days off of a year: what is proposed, and the owner's word on each."""
