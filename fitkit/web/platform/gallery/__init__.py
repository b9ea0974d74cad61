"""Every component of the design in every state, for the eye and for the tests."""
