"""How long an interviewer's turn may be."""

LONGEST_TURN_WORDS = 45
"""What a turn is kept to: people lose a longer question while they listen. A model is told so."""
TOLERATED_TURN_WORDS = 60
"""From which on a model's turn is refused."""
