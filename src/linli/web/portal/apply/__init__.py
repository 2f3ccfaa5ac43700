"""The application: filled in section by section, checked, submitted."""
