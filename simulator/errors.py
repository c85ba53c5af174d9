"""What can go wrong, as a sentence that says what to do.

SimulatorError
├── InputError       the call or the input was wrong: exit 2
└── SessionBusy      another program has this session open
"""


class SimulatorError(Exception):
    """A problem of the program; the message is one sentence for a person."""


class InputError(SimulatorError):
    """The call or the input was wrong."""


class SessionBusy(SimulatorError):
    """Another program has this session open."""
