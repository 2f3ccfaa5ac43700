"""A recruitment season, opened from a policy pack."""
