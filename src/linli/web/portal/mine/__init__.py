"""What became of it: where a case stands, what is asked, papers, own data."""
