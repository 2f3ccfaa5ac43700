"""Interview scores, placement, medical checks, backfill."""
