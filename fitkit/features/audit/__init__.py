"""The event log read as a trail: who did what, about whom, when, from where.

It has no tables of its own and writes nothing: ``core.events`` keeps the log, this reads it.

Words:
    trail    events of a gym, newest first.
    group    the feature an event belongs to: what stands before the dot of its name.
    kind     an event's whole name, such as ``booking.made``.
    subject  the row an event is about.

Invariants:
    1. Who may not see the audit log sees no row of it; nobody sees another gym's.
    2. The trail never shows a secret or a person's address, whatever an event carries.
    3. Pages neither repeat nor skip a row, however much is written meanwhile.
    4. A person who was removed still stands in the trail, by id.
"""
