"""The report of a session: one model of what it says, and the forms it is given in."""
