"""How much may be written at once: what is asked, objected, found out, answered."""

#: The longest text of a question, an objection or an answer, in characters.
LONGEST = 2000
