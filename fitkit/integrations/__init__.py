"""Adapters: one folder a vendor; each fills a port."""
