"""Differences between the payment company's list and ours."""
