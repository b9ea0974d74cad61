"""Kinds of class that a gym gives: name, colour, length, size, and the booking policy.

Words: *class type* (a kind of class: "WOD", "Reformer"), *policy* (when booking opens and
closes, until when a cancellation is free, how many may wait), *retire* (no new classes of this
kind; those that were stay), *template* (the class types a new gym begins with).

Invariants:
1. Two class types in use have different names, in each language.
2. Minimum attendance never exceeds capacity.
3. The default coach is a coach who works here.
4. A new gym gets its template once, however often it is told that it opened; a gym that has
   class types of its own gets none.
"""
