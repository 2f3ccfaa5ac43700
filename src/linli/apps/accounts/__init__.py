"""Officials, their office and their scope."""
