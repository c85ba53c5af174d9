"""What a candidate can do in a turn: answer, ask something back, put something right, or nothing at all."""

from typing import Literal, get_args

TalkAct = Literal[
    "answer",
    "ask_choice",  # may I choose, which one, how long
    "ask_time",  # a moment, please
    "ask_meaning",  # what do you mean
    "ask_repeat",  # say that again
    "ask_interviewer",  # has this happened to you, how am I doing
    "said_already",  # as I said
    "not_finished",  # let me finish
    "nothing_more",  # that is all there is to it
    "cannot_share",  # not allowed to, or would rather not
    "dodge",  # the system, other people, a saying
    "correction",  # not nineteen, eleven
]
"""What people do in a turn of an interview; which of them a turn is has been learned from labelled talks."""
TALK_ACTS: frozenset["Act"] = frozenset(get_args(TalkAct))
OtherAct = Literal[
    "silence", "try_again", "refusal", "no_failure", "gibberish", "injection", "one_word", "other_language", "off_topic", "rude"
]
"""What is rarer, and recognised by rules."""
Act = TalkAct | OtherAct

NON_ANSWERS: frozenset[Act] = frozenset(
    {
        "silence",
        "refusal",
        "no_failure",
        "gibberish",
        "injection",
        "one_word",
        "cannot_share",
        "off_topic",
        "rude",
        "nothing_more",
    }
)
REQUESTS: frozenset[Act] = frozenset({"ask_choice", "ask_time", "ask_meaning", "ask_repeat", "ask_interviewer", "try_again"})
"""Acts that ask the interviewer for something, so that there is nothing to note about them."""
SHORT = 25
"""How many words a turn may have to be nothing but one of these."""
