"""The terminal app and the commands."""
