"""How it is computed: plain Python, without Django, database, clock or network."""
