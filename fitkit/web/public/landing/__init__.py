"""What FitKit is."""
