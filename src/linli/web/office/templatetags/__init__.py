"""Template filters of the office's pages."""
