"""Pages that are pictures or PDF: opened safely, set upright, read, and laid out as forms."""
