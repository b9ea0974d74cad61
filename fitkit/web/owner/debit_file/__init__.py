"""One file of bank debits."""
