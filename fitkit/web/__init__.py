"""Screens: one folder a persona, one folder a screen, ``state.py`` (what it knows and does) and ``page.py``.

``session`` knows who is signed in, ``guard`` checks every event, ``screen`` is what States inherit,
``problems`` turns refusals into words, ``frames`` registers pages in both languages.
"""
