"""The report on a session: one model of its content, and the formats it is rendered in."""
