"""What lowers a price, and what a gym sells beside plans: coupons, gift cards, products, referrals.

Words: *coupon* (a code that lowers the price of a plan), *discount* (how much, and of how many payments),
*use* (a coupon on an order; let go when the order ends unpaid), *stop* (no longer taken; uses stay); *gift card* (money paid ahead for whoever has its code), *redeem* (put
what is on it to a member's credit); *product* (something from the *shelf*), *goods* (products in one sale).

Invariants:
1. A coupon is never changed, only stopped: what was agreed to with it stays as it was.
2. However many ask at once, a coupon has no more uses than its limits say.
3. A discount never takes off more than there is to pay.
4. What is left of all gift cards is what the book owes for them; no more is used of a card than is on it, and
   who has its code needs nothing else. The code is kept sealed, and leaves in its letter alone. Its price has
   a receipt and no VAT; what it pays has a tax invoice when it is used (documents' ``rules.kind_of_gift``).
5. A new member brings credit once, and never to themself or their family.
6. The stock of a product is never below zero; an order that ends unpaid puts back what it took.
"""
