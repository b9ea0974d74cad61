"""Morning, which was Green Invoice: a payment form, saved cards and tax documents over one interface.

What its reference documents and what it does not decide what is here. It has no idempotency, so
our key is written at the end of each document's description, the one free text that can be
searched for and comes back; whoever reads the document sees it as an order number.
"""
