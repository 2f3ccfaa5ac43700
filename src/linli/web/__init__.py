"""Who uses it, by audience; audiences never import each other."""
