"""Members who pay from their bank: what waits, files, mandates."""
