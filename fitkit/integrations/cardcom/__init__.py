"""Cardcom's interface v11: hosted page, kept cards, refunds, documents.

Written from its OpenAPI, not yet tried at a live terminal. What the OpenAPI leaves open is decided
where it is used, and says so there.
"""
