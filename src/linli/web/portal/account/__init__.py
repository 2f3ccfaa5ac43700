"""Signing in as an applicant: by one-time code, password or passkey."""
