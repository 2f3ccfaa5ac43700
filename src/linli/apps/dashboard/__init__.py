"""What waits for an official today, in every season, from the records of all the other apps."""
