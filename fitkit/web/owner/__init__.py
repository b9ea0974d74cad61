"""Screens of owners, admins and the desk."""
