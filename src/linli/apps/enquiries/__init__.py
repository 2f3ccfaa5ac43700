"""What people ask about a season, and what the office answers."""
