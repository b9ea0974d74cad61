"""The staff: people, what they may do, invitations, and the hand-over of ownership."""
