"""What the office keeps: one Django app a noun."""
