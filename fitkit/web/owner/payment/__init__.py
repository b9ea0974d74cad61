"""The whole story of one payment."""
