"""The same words in another layout: as mail, subtitles, exports of meetings, lists or web pages have them. No mark may move."""

import html
import re
import textwrap
from collections.abc import Callable, Iterable
from random import Random

from agents.reading.speakers import turns_in
from agents.transcript import Transcript, Turn
from evals.labels.answers import LabelledAnswer, transcript_of

Layout = Callable[[str], str]
SENTENCE = re.compile(r"(?<=[.!?])\s+")
INVISIBLE = ("\u200b", "\u200d", "\ufeff", "\u2060")
LONG = 7
"""How many letters a word needs to be hyphenated."""
WHO = "Jo Marsh"


def wrapped(columns: int) -> Layout:
    """Wraps every paragraph."""
    return lambda text: "\n".join(textwrap.fill(line, columns, break_on_hyphens=False) for line in text.split("\n"))


def quoted(text: str) -> str:
    """Wraps and quotes the text as mail programs do."""
    return "\n".join(f"> {line}" for line in wrapped(68)(text).split("\n"))


def hyphenated(text: str) -> str:
    """Breaks long words at line ends, as copying from a PDF does."""
    words = text.split(" ")
    for place in range(5, len(words), 9):
        if words[place].isalpha() and words[place].islower() and len(words[place]) >= LONG:
            words[place] = f"{words[place][:4]}-\n{words[place][4:]}"
    return " ".join(words)


def with_soft_hyphens(text: str) -> str:
    """Puts soft hyphens into long words."""
    return re.sub(rf"\b([a-z]{{4}})(?=[a-z]{{{LONG - 4},}})", "\\1\u00ad", text)


def with_invisible(text: str) -> str:
    """Puts invisible characters into words."""
    rng = Random(text)
    return re.sub(r"\b(\w\w)(?=\w)", lambda match: match[1] + rng.choice(INVISIBLE), text)


def with_odd_spaces(text: str) -> str:
    """Replaces every other space."""
    places = iter(range(len(text)))
    return re.sub(" ", lambda _: "\u00a0" if next(places) % 2 else " ", text)


def dictated(text: str) -> str:
    """Says the punctuation."""
    text = re.sub(r"\.(?=\s|$)", " full stop", text)
    return re.sub(r"(?<=\w),(?=\s|\d)", " comma", text)


def as_list(mark: Callable[[int], str]) -> Layout:
    """Puts each sentence on a line of its own, behind a mark."""
    return lambda text: "\n".join(f"{mark(number)} {line}" for number, line in enumerate(_sentences(text), start=1))


def as_page(text: str) -> str:
    """The source of a web page or a mail."""
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())


def srt(text: str) -> str:
    """Subtitles in SubRip's format, two lines of at most 42 characters a cue."""
    lines = textwrap.wrap(" ".join(text.split()), 42)
    cues = ["\n".join(lines[k : k + 2]) for k in range(0, len(lines), 2)]
    return "\n".join(f"{k + 1}\n{_clock(k, ',')} --> {_clock(k + 1, ',')}\n{cue}\n" for k, cue in enumerate(cues))


def vtt(text: str) -> str:
    """Subtitles as Teams exports them."""
    cues = (
        f"9f1c-0{k}/{k}-0\n{_clock(k, '.')} --> {_clock(k + 1, '.')}\n<v {WHO}>{sentence}</v>\n"
        for k, sentence in enumerate(_sentences(text))
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def zoom(text: str) -> str:
    """Subtitles as Zoom exports them, cut wherever the speaker drew breath."""
    lines = textwrap.wrap(" ".join(text.split()), 80)
    cues = (f"{k + 1}\n{_clock(k, '.')} --> {_clock(k + 1, '.')}\n{WHO}: {line}\n" for k, line in enumerate(lines))
    return "WEBVTT\n\n" + "\n".join(cues)


def otter(text: str) -> str:
    """A transcript as Otter exports it."""
    return "\n\n".join(f"{WHO}  {k + 1}:0{k % 10}\n{part}" for k, part in enumerate(_sentences(text)))


def teams(text: str) -> str:
    """A transcript copied from Teams."""
    return "\n".join(f"{WHO}   0:{10 + k}\n{part}" for k, part in enumerate(_sentences(text)))


def _sentences(text: str) -> list[str]:
    return SENTENCE.split(" ".join(text.split()))


def _clock(seconds: int, point: str) -> str:
    return f"00:{seconds // 10:02d}:{seconds % 10 * 6:02d}{point}000"


LAYOUTS: dict[str, Layout] = {
    "wrapped at 40 columns": wrapped(40),
    "wrapped at 60 columns": wrapped(60),
    "wrapped at 72 columns": wrapped(72),
    "quoted in mail": quoted,
    "hyphens at line ends": hyphenated,
    "soft hyphens": with_soft_hyphens,
    "invisible characters": with_invisible,
    "no-break spaces": with_odd_spaces,
    "dictated punctuation": dictated,
    "bullets": as_list(lambda _: "•"),
    "numbered": as_list(lambda number: f"{number}."),
    "HTML": as_page,
    ".srt": srt,
    ".vtt (Teams)": vtt,
    ".vtt (Zoom)": zoom,
    "Otter": otter,
    "copied from Teams": teams,
}


def laid_out(layout: Layout) -> Callable[[LabelledAnswer], Transcript]:
    """The answer with each of the candidate's turns in another layout."""

    def make(answer: LabelledAnswer) -> Transcript:
        return tuple(
            turn.model_copy(update={"text": layout(turn.text)}) if turn.speaker == "candidate" else turn
            for turn in transcript_of(answer)
        )

    return make


def labelled(interviewer: str, candidate: str) -> Callable[[LabelledAnswer], Transcript]:
    """The whole talk as one text with labels, read back as turns."""

    def make(answer: LabelledAnswer) -> Transcript:
        said = transcript_of(answer)
        turns: Iterable[Turn] = said if len(said) > 1 else (Turn(speaker="interviewer", text="Tell me about a failure."), *said)
        text = "\n".join(f"{interviewer if t.speaker == 'interviewer' else candidate}: {t.text}" for t in turns)
        return tuple(Turn(speaker=speaker, text=text[start:end]) for speaker, start, end in turns_in(text))

    return make
