"""Applications: checks, decisions, states."""
