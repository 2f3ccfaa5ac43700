"""From a mailbox to one application a person, in plain values: read, tell apart, put together."""
