"""Screens for everybody: what FitKit is, sign-in, joining, law, accessibility, lost pages."""
