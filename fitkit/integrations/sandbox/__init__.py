"""Stand-ins for the outside: what would be sent is kept as files that every process can read.

Serves development, demo and tests. An address at ``refused.invalid`` is refused, one at
``later.invalid`` fails for now; browsers at ``push.invalid`` answer by the first word of
their path: ``/gone/…``, ``/later/…``, anything else accepts.

Payments and documents are those of a company that is not there: ``bank`` is the company, ``store`` what
it remembers, ``payments`` and ``invoices`` are our adapters to it, and its page is an endpoint. What a
card number does is in ``cards``, and on the page.
"""
