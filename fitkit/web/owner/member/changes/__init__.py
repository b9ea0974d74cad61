"""Another plan for a member, and a plan of theirs for another member."""
