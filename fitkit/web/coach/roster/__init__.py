"""The roster of a class, for one hand on the gym floor."""
