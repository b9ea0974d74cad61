"""Days on which the gym is closed or opens for less: holidays that are proposed, and its own.

The calendar of holidays is the ``holidays`` library's, with the eves derived (the day before a
holy day that starts in the evening). Nothing closes by itself: FitKit proposes a year, the owner
confirms day by day or all at once, and may add days of their own.

Words: *closure* (one day, of one location or of all), *short day* (closed from a wall time on),
*propose* (suggest, from the calendar), *confirm* (it is in force), *decline* (the gym is open).

Invariants:
1. A proposal closes nothing; only what an owner confirmed does.
2. A holiday of a year is proposed once, whatever was decided of it since.
3. A closure of all locations holds for locations that are opened later too.
"""
