"""Accounts, balanced drafts of all that can happen, the age of debts, VAT by date."""
