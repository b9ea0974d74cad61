"""Where a gym trains: locations and their rooms.

Words: *location* (a branch, with an address and opening hours), *room* (a space in it, with a
capacity), *opening hours* (spans of wall time by weekday, 0 is Sunday), *close* (no longer in
use; what happened there stays).

Invariants:
1. A span of opening hours begins before it ends, within one day (24:00 is its end).
2. The spans of one weekday do not overlap and are kept in order.
3. The last open location is not closed.
4. Two open rooms of a location have different names; so have two open locations.
5. A new gym gets exactly one first location, however often it is told that it opened.
"""
