"""How long an interviewer's turn may be."""

LONGEST_TURN_WORDS = 45
"""The limit for a turn, because people lose track of a longer question while they listen; a model is told about it."""
TOLERATED_TURN_WORDS = 60
"""A model's turn is rejected if it is longer than this."""
