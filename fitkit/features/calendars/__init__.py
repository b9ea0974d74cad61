"""A person's classes in the calendar of their phone: a secret address that Apple and Google read.

Words: *feed* (the classes of one member, or those one coach gives, as iCalendar), *address* (its
secret link), *renew* (another address; the old one ends), *revoke*.

Invariants:
1. Who holds the address reads the feed without signing in, and nothing else.
2. A person has one address at a time; a revoked one answers as if it never was.
3. An entry keeps its UID for ever; its SEQUENCE rises with every change that a calendar shows.
4. A class that was cancelled, or given up, is shown as cancelled for a while, so that calendars
   take it away.
"""
