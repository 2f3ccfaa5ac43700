"""Agreements and their filing."""
