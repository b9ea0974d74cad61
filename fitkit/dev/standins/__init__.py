"""Servers that speak a provider's interface over real HTTP, for development and tests only."""
