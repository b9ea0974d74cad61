"""The page of one order: what became of it, and the payment."""
