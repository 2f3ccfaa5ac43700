"""Summaries, workbooks and papers, made from the records."""
