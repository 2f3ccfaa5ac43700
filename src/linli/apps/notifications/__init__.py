"""Messages to applicants, stored and sent after commit."""
