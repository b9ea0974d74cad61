"""Who takes the gym's payments, and who issues its documents."""
