"""Linli 邻里: a local authority's community workforce, from the recruiting notice to the pay."""

__version__ = "0.2.0"
