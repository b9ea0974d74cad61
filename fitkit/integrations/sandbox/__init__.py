"""Stand-ins for the outside: what would be sent is kept as files that every process can read.

Serves development, demo and tests. An address at ``refused.invalid`` is refused, one at
``later.invalid`` fails for now; browsers at ``push.invalid`` answer by the first word of
their path: ``/gone/…``, ``/later/…``, anything else accepts.
"""
