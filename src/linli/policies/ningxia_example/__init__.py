"""A made-up locality's figures for what D4 leaves open. Examples, no official figures."""
