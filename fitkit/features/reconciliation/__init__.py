"""What a payment company's own list says against what we say moved, every night; and what staff make of it.

Words: *list* (of a company: what it took and gave back), *comparison* (of one account's list of some days
with ours), *difference* (one charge or refund that the two do not agree on), *settled* (staff looked, and
said what it was; or a later night found it in order), *come back* (found again after it was in order, or with
other amounts than those that were settled).

Invariants:
1. Each night compares yesterday and the day before, for every account whose company has a list; and, where lists did
   not come, every day from the last that was compared, 31 days back at most. What is not compared yet is told.
2. A difference is kept once, however many nights find it; one that comes back is open again, and says what it was
   before. It never changes money by itself.
3. A list that did not come is no difference: it is said that nothing was compared.
"""
