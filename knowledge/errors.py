"""What can be wrong with guidance."""


class KnowledgeError(Exception):
    """A document or the guidance store cannot be used; the message says what to do."""
