"""Gyms: the tenant itself, its details, its look, its settings, and the documents it agreed to.

Words: *gym* or *org* (a box, a studio, or one trainer; everything else belongs to one), *slug*
(the gym's word in addresses), *kind* (what the gym began as; chooses its first class types and
plans), *brand* (the owner's colour as picked; the design guards its contrast), *quiet hours*
(the wall times between which nobody is disturbed), *agreement* (a version of a legal document,
accepted by a person at a moment), *opening* (everything typed to open a gym).

Invariants:
1. A slug is unique over all gyms, and once given is never another gym's.
2. A gym is opened whole: the gym, its settings, its agreements and its event are one
   transaction; class types and plans follow by jobs that are repeated until they are done.
3. No gym without the accepted terms, privacy notice and processing agreement, each with its
   version, the person and the moment.
4. Every gym has exactly one row of settings.
5. A brand is a six-digit hexadecimal colour.
"""
