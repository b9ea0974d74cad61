"""What members owe and pay: periods, charges, changes of a plan, cancellation by law.

Words: a *deal* is what somebody agreed to when they took a plan; a *period* is the span one renewal
pays for; a *line* is one amount with the words that explain it.

Invariants: every amount is whole agorot; what a preview shows is computed by the same function as what
is then charged; where the reading of a law is unsure, the one kinder to the member is taken, in one
named function.
"""
