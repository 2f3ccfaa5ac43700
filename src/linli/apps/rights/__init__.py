"""What a person may ask about the own data: a copy, a correction, deletion, an explanation."""
