"""The public's and applicants' pages."""
