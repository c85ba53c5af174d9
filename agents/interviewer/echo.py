"""Echoes a few of the candidate's words as a listener does: "I signed it" comes back as "You signed it."."""

import re
from collections.abc import Iterator
from functools import lru_cache

from agents.interviewer.wording import phrasing

FEWEST_WORDS, MOST_WORDS = 3, 9
JOINT = re.compile(
    r"(\s*[,;:.!?…\n]\s*|\s+[—–-]+\s+|\s+(?:and|but|so|because|cause|cos|which|when|while|where|if|until|till|though|although|except"
    r"|then|that's|before|after|since|as|or)\s+)",
    re.I,
)
UNREAL = re.compile(r"\b(?:if|until|till|unless|or)\b", re.I)
"""Joints after which a clause may never have happened."""
LEAD = re.compile(
    r"^(?:(?:and|but|so|then|well|yeah|yes|no|oh|okay|ok|anyway|just|now|look|right|honestly|actually|obviously|basically|um+|uh+|er+"
    r"|like|i mean|you know|to be honest|to be fair|of course|in the end|at that point|that day|that night)\b[, ]*)+",
    re.I,
)
DID = (
    r"(?:never|did ?n'?t|could ?n'?t|would ?n'?t|was ?n'?t|had|'d|was|did|told|put|took|sent|went|got|made|said|came|found"
    r"|kept|gave|ran|wrote|spent|paid|lost|left|sold|taught|felt|drove|knew|thought|bought|caught|built|rang|held|met|drew|threw|chose|hid"
    r"|stood|sat|fell|read|heard|saw|let|cut|hit|shut|set|forgot|forgave|froze|swore|broke|woke|stole|lied|\w{2,}ed)"
)
NO_NAME = r"(?!(?:It|That|This|There|What|Which|Who|How|Why|When|Where|Did|Do|Was|Is|Never|Just|Only|Once|Then)\b)"
OPENS = re.compile(rf"^(?:he|she|they|{NO_NAME}[A-Z][a-z]+) (?:just |only |even |still |also |then )?{DID}\b")
OWN = re.compile(rf"^i(?:'d)? (?:just |only |even |still |also |then )?{DID}\b", re.I)
TO_ME, MINE = re.compile(r"\bme\b", re.I), re.compile(r"\b(?:i|my|mine|myself)\b", re.I)
UNFIT = re.compile(
    r"\b(?:um+|uh+|er|erm|like|you|your|we|us|our|ours|i think|i mean|i guess|i suppose|i dunno|i swear|sort of|kind of"
    r"|whatever|thing is|thought|bit where|innit|anyway|there's|it's|that's|what's|said that|goes)\b"
    r"|[\"“”()\[\]{}*_/#@<>]|\d\d:\d\d",
    re.I,
)
LOOSE_END = re.compile(
    r"\b(?:a|an|the|of|to|and|but|or|with|that|my|his|her|their|this|is|was|were|had|have|very|really|so|in|on|at|for|from|by|about"
    r"|into|than|no|not|if|said|told|went|got|be|been|did|do|some|any|each|every|too|more|just|only|even|who|what|i|he|she|they"
    r"|me i|asked|thought|knew|saw|felt|made|let|kept|wanted|tried|as|because|like|all|asked me"
    r"|wanted to \w+|(?:said|went) to \w+|Dr|Mr|Mrs|Ms)$",
    re.I,
)
TURNED = {
    "i": "you", "i'd": "you'd", "i've": "you've", "i'm": "you're", "i'll": "you'll", "me": "you", "my": "your", "mine": "yours",
    "myself": "yourself", "meself": "yourself", "am": "are",
}  # fmt: skip
WORD = re.compile(r"[\w'’-]+")


@lru_cache(maxsize=4096)  # every question looks at every answer
def echo(text: str, words: str = "") -> str:
    """The first short clause of a sentence that can be given back, as a sentence to the candidate; empty if there is none.

    `words` are some that the clause must have to do with, if any.
    """
    near = set(WORD.findall(words.lower()))
    pieces = [clause for clause in clauses(text.replace("’", "'")) if not near or len(near & words_of(clause)) * 2 > len(near)]
    return next((turned(clause) for clause in pieces if fits(clause)), "")


def words_of(clause: str) -> set[str]:
    """The words of a clause, in lowercase."""
    return set(WORD.findall(clause.lower()))


def clauses(text: str) -> Iterator[str]:
    """The pieces of a sentence, without what leads into them."""
    pieces = JOINT.split(text)
    for joint, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        if not UNREAL.search(joint):
            yield LEAD.sub("", piece.strip()).strip()


def fits(clause: str) -> bool:
    """Whether a clause says in a few whole words what the candidate did, or what somebody else did or was."""
    whole = OWN.match(clause) or (OPENS.match(clause) and (TO_ME.search(clause) or not MINE.search(clause)))
    short = FEWEST_WORDS <= len(clause.split()) <= MOST_WORDS
    return bool(whole) and short and not UNFIT.search(clause) and not LOOSE_END.search(clause) and not phrasing(turned(clause))


def turned(clause: str) -> str:
    """The clause with the candidate addressed: "I was late, my fault" becomes "You were late, your fault."."""
    words = WORD.sub(lambda match: TURNED.get(match[0].lower(), match[0]), clause)
    words = re.sub(r"\b(you) was\b(?!n't)", r"\1 were", words, flags=re.I)
    words = re.sub(r"\b(you) wasn't\b", r"\1 weren't", words, flags=re.I)
    return f"{words[0].upper()}{words[1:]}." if words else ""
