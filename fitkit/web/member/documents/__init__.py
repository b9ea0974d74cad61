"""A member's own receipts and invoices."""
