"""Workers in their communities."""
