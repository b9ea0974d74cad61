"""Rows: what pages show, as strings in the reader's language, made from views."""
