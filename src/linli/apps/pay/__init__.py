"""Monthly pay and the year's budget."""
