"""Tools behind ``./run``: demo, serve, build, pictures, scaffold, checks, backup, benches."""
