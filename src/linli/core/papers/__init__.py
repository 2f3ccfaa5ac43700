"""The papers that applicants send: of which kind, what they say, and whether the form agrees."""
