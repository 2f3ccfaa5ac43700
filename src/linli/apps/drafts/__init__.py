"""Applications as they are being filled in on the site, saved as typed, and their submission."""
