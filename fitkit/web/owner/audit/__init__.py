"""The audit log: who did what, about whom, when and from where."""
