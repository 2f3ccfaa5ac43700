"""The State's yearly holiday table, as data."""
