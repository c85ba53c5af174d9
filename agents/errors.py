"""What can be wrong with a file, a name or a value that a person gave."""


class DataError(Exception):
    """A file, a name or a value that a person gave is wrong; the message says what to do."""
