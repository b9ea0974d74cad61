"""The gym's tax documents, and the accountant's month."""
