"""Goods and gift cards sold to a member at the desk."""
