"""What a gym sells from the shelf: the list, its editor, and what waits to be picked up."""
