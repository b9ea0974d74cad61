"""Every word a person reads, both languages side by side; one module a subject."""
