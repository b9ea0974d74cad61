"""What several screens do alike: mixins of States, without a look."""
