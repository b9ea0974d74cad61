"""A coach who cannot come asks for a substitute; whoever accepts first has the class.

Words: *request* (a coach asks for somebody to give one class in their place), *ask* (one
colleague, or all), *accept*, *decline*, *withdraw* (the asking coach will come after all),
*assign* (the owner decides).

Invariants:
1. A class has one open request at most, and only while it has not begun.
2. The first who accepts has the class; a second is told it is taken.
3. Who accepts is in no other class at that time, and the class is told to its members.
4. A request of a class that was cancelled, or given to another coach, is closed by itself.
"""
