"""What lowers a price, and what a gym sells beside plans: coupons.

Words: *coupon* (a code that lowers the price of a plan), *discount* (how much, and of how many payments),
*use* (a coupon on an order; let go when the order ends unpaid), *stop* (no longer taken; uses stay).

Invariants:
1. A coupon is never changed, only stopped: what was agreed to with it stays as it was.
2. However many ask at once, a coupon has no more uses than its limits say.
3. A discount never takes off more than there is to pay.
"""
