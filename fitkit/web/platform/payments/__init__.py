"""Charges of all gyms, the stuck ones first."""
