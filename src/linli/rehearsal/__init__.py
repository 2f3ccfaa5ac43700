"""Rehearsals: made-up people and officials, a sample mailbox, a season carried to its end."""
