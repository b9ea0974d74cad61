"""A gym's shop, for whoever comes: plans, details, consent, an order."""
