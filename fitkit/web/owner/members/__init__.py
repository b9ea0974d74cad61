"""The roster: search, filter, choose several, add, export."""
