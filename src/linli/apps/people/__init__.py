"""One person, entered once."""
