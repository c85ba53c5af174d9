"""Echoes a few of the candidate's words as a listener does: "I signed it" comes back as "You signed it."."""

import re
from collections.abc import Iterator
from functools import lru_cache

from agents.interviewer.wording import phrasing
from agents.plain import plain, straight

FEWEST_WORDS, MOST_WORDS = 3, 9
JOINT = re.compile(
    r"((?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)\s*(?:[,.:](?!\d)|[;!?…\n])\s*|\s+[—–-]+\s+|\s+(?:and|but|so|because|cause|cos|which|when|while|where|if|until|till|though|although|except"
    r"|then|that's|before|after|since|as|or)\s+)",
    re.I,
)
UNREAL = re.compile(r"\b(?:if|until|till|unless|or)\b", re.I)
"""Joints beside which a clause may never have happened, or was not all of it."""
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
SUBJECT = re.compile(rf"^(i|he|she|they|we|{NO_NAME}[A-Z][a-z]+)(?:'d)? (?:just |only |even |still |also |then )?{DID}\b", re.I)
VERB = re.compile(rf"^(?:just |only |even |still |also |then )?(?!(?:had|was|'d)\b){DID}\b", re.I)
REPORTS = re.compile(
    r"\b(?:said|says|say|goes|told \w+|asked \w+) (?!(?:it|that|so|nothing|sorry|no|yes|this|something)[.!?,]*$)\w+", re.I
)
"""Speech that is reported: whose words they are gets lost when they are turned."""
NEVER = re.compile(
    r"\b(?:(?:kill|hurt|harm|cut)\w* (?:my|your)self|want(?:ed)? to die|suicid\w*|maybe|perhaps|probably|nearly|almost"
    r"|should(?:n't)?|could have|would have|fuck\w*|shit\w*|cunt\w*|was me|me (?:own|mum|mam|mother|dad|da|father|brother"
    r"|sister|nan|son|daughter|mate|wife|husband|boss|gaffer|head|hand|hands|phone|coat|job))\b",
    re.I,
)
"""What nobody would give back: wishes to die, abuse, what may not have happened, and "me" for "my"."""
UNTURNED = re.compile(r"\b(?:i|i'\w+|me|my|mine|am)\b", re.I)
"""What shows that the words still speak of the interviewer."""
QUESTION = re.compile(
    r"\?\s*$|^(?:was|were|did|do|does|is|are|am|can|could|would|should|have|has|who|whose|what|why|how|where|when|which)\b",
    re.I,
)
LIST_MARK = re.compile(r"^(?:[-*•]|\d+[.)])\s+")
NEGATED = re.compile(r"\b(?:never|not|no)\b|n't\b|nt\b", re.I)
AND = re.compile(r"\b(?:and|then|but)\b|,", re.I)
MOST_WHOLE, MOST_AT_THE_END = 8, 7
"""How many words a sentence may have to be given back whole, and how many the end of one."""
ADDRESSED = re.compile(
    r",|\b(?:you|your|i think|i mean|i guess|i suppose|i dunno|sort of|kind of|whatever|innit|um+|uh+|er|erm|like|sorry"
    r"|anyway|yeah|okay|well)\b|[\"“”()\[\]{}*_/#@<>‘]|'(?=\s|$)|(?<=\s)'|\d\d:\d\d",
    re.I,
)
"""What makes a sentence unfit to be given back whole: it speaks to the interviewer, hesitates or quotes."""
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


def echoes(sentence: str, last: bool) -> list[str]:
    """Everything in a sentence that could be given back on its own: its clauses, itself if it is short, and how it ends.

    `last` says whether it ends the turn; only then may its last words stand for it.
    """
    said = LIST_MARK.sub("", plain(straight(sentence)).strip())
    found = [clause for clause in clauses(said) if fits(clause)]
    found += [clause for clause in joined_clauses(said) if not UNFIT.search(clause) and not LOOSE_END.search(clause)]
    if not QUESTION.search(said):
        whole = LEAD.sub("", said).strip(' .!?,"')
        found += [whole] if 0 < len(whole.split()) <= MOST_WHOLE and not ADDRESSED.search(whole) else []
        end = [words for clause in clauses(said) if (words := clause.strip(' .!?"'))][-1:] if last else []
        found += [words for words in end if len(words.split()) <= MOST_AT_THE_END and not UNFIT.search(words)]
    fit = (words for words in found if not REPORTS.search(words) and not NEVER.search(words) and not VERB.match(words))
    return [words for words in dict.fromkeys(map(turned, fit)) if not phrasing(words) and not UNTURNED.search(words)]


def joined_clauses(text: str) -> Iterator[str]:
    """Clauses that leave out their subject, with the subject of the one before: "I wiped it and put it back"."""
    pieces, subject = JOINT.split(text), ""
    for joint, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        clause = LEAD.sub("", piece.strip()).strip()
        if match := SUBJECT.match(clause):
            subject = "" if NEGATED.search(clause) else match[1]
            continue
        follows = subject and VERB.match(clause) and AND.search(joint) and not UNREAL.search(joint)
        if follows and FEWEST_WORDS <= len(clause.split()) + 1 <= MOST_WORDS:
            yield f"{subject} {clause}"


def words_of(clause: str) -> set[str]:
    """The words of a clause, in lowercase."""
    return set(WORD.findall(clause.lower()))


def clauses(text: str) -> Iterator[str]:
    """The pieces of a sentence, without what leads into them."""
    pieces = JOINT.split(text)
    for joint, piece, after in zip(["", *pieces[1::2]], pieces[::2], [*pieces[1::2], ""], strict=True):
        if not UNREAL.search(joint) and not UNREAL.search(after):
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
