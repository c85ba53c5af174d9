"""The error that the guidance code raises."""


class KnowledgeError(Exception):
    """A document or the guidance store cannot be used; the message says what to do."""
