"""The timetable: a week on a board, and planning it: publish, change, cancel, restore."""
