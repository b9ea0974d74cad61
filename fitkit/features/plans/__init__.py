"""What a gym sells: weekly and unlimited plans, packs of entries, trials.

Words: *plan* (what can be held: its terms, its price), *terms* (what a plan entitles to),
*entry* (a pack's unit: one visit), *weekly limit* (bookings from Sunday to Saturday), *private*
(given by staff only, not shown to visitors), *retire* (no longer sold; those who hold it keep it).

Invariants:
1. A plan has exactly the terms of its kind: WEEKLY a weekly limit and no entries; UNLIMITED
   neither; PACK entries and a validity; TRIAL one entry and a validity.
2. A change of terms touches nobody who holds the plan: a subscription carries its own copy.
3. Two plans on sale have different names, in each language.
4. No class types named means all of them.
5. A new gym gets its template once; a gym that has plans of its own gets none.
"""
