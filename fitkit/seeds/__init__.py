"""The demo gym, and what ships with the product."""
