"""Who a person is on paper: the ID number, the name, and how little of both a list may show."""
