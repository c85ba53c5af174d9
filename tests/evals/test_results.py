"""What is kept of a run, and how it is shown and compared."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from evals.cli import call
from evals.report import page
from evals.running.results import compared, folder_of, run_named, runs
from simulator.errors import InputError
from simulator.paths import Paths
from tests.evals.kept import keep, talked

CAPTURE = pytest.CaptureFixture[str]
CASES = [f"case {number}" for number in range(12)]


def test_a_report_shows_every_figure_with_its_interval(paths: Paths, capsys: CAPTURE) -> None:
    keep(paths, "20260203-one", [talked(case) for case in CASES])
    assert call(["report"]) == 0
    out = capsys.readouterr().out
    assert "Conduct: 12 of 12 samples" in out
    assert "facts elicited per probe" in out
    assert "0.50  0.50 to 0.50" in out
    assert call(["report", "2026", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["suites"]["conduct"]["figures"][0]["value"] == 0.5


def test_what_failed_or_was_not_run_is_said_and_the_exit_code_tells(paths: Paths, capsys: CAPTURE) -> None:
    keep(paths, "20260203-one", [talked("a"), talked("b", error="the server is gone")], asked=3)
    assert call(["report"]) == 1
    assert "1 samples failed (the server is gone), 1 were not run" in capsys.readouterr().out


def test_a_line_that_a_kill_has_torn_is_not_a_sample(paths: Paths) -> None:
    run = keep(paths, "20260203-one", [talked("a"), talked("b")])
    file = next(run.folder.rglob("samples.jsonl"))
    file.write_text(file.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert [sample.case for sample in run_named(paths, "latest").samples("conduct")] == ["a"]


def test_lines_that_only_look_like_ends_are_none(paths: Paths) -> None:
    run = keep(paths, "20260203-one", [talked("a", words="one\u2028two\u0085three"), talked("b")])
    assert [sample.case for sample in run.samples("conduct")] == ["a", "b"]


@pytest.mark.parametrize("errors", [("lost", ""), ("", "lost")], ids=["failed first", "failed later"])
def test_a_sample_that_was_run_twice_counts_once_and_as_done(paths: Paths, errors: tuple[str, str]) -> None:
    run = keep(paths, "20260203-one", [talked("a", error=error) for error in errors])
    assert [sample.error for sample in run.samples("conduct")] == [""]
    assert run.missing() == {"conduct": (0, 1)}  # two were asked for


def test_two_runs_are_compared_on_the_samples_they_share(paths: Paths, capsys: CAPTURE) -> None:
    before = keep(paths, "20260203-one", [talked(case, 2) for case in CASES])
    after = keep(paths, "20260204-two", [talked(case, 3) for case in CASES[:8]])
    found = {one.name: one for one in compared(before, after)["conduct"]}
    told = found["share of ledger facts revealed"]
    assert (told.before, told.after, told.samples, told.verdict) == (0.5, 0.75, 8, "better")
    assert found["probes per interview"].verdict == "within noise"
    assert call(["compare", "20260203", "20260204"]) == 0
    assert "+0.25 to +0.25    better" in capsys.readouterr().out


def test_a_run_that_is_not_there_is_said_in_a_sentence(paths: Paths, capsys: CAPTURE) -> None:
    assert call(["report", "nothing"]) == 2
    assert capsys.readouterr().err == "No run matches 'nothing'. Use 'interview-evals list' to see them all.\n"
    keep(paths, "20260203-one", [])
    keep(paths, "20260203-two", [])
    with pytest.raises(InputError, match="More than one run"):
        run_named(paths, "20260203")


def test_nobodys_words_are_markup_on_the_page(paths: Paths) -> None:
    words = '<script>alert("x")</script> <img src=x onerror=1> {{ run }} \x1b[31m'
    text = page(keep(paths, "20260203-one", [talked("<b>case</b>", words=words), talked("b", error="<i>lost</i>")]))
    assert "<script" not in text
    assert "<img" not in text
    assert "<b>case" not in text
    assert "<i>lost" not in text
    assert "{{ run }}" in text
    assert "\x1b" not in text
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_fits_the_window_in_chromium(paths: Paths, tmp_path: Path, width: int, dark: bool) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    file = tmp_path / "page.html"
    long = "word" * 200
    text = page(keep(paths, "20260203-one", [talked(case, words=long) for case in CASES]))
    inside = "default-src 'none'; style-src 'unsafe-inline'"
    assert inside in text
    scheme = "dark" if dark else "light"
    text = text.replace(inside, f"{inside}; script-src 'unsafe-inline'").replace(
        "color-scheme: light dark", f"color-scheme: {scheme}"
    )
    measure = "var d=document.documentElement,c=getComputedStyle(document.body);" + (
        "document.querySelectorAll('details').forEach(function(e){e.open=true});"
        "document.title=[d.scrollWidth<=innerWidth,c.backgroundColor,document.querySelectorAll('details').length].join('|')"
    )
    file.write_text(text.replace("</body>", f"<script>{measure}</script></body>"), encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'chromium'}"]
    frame = tmp_path / "frame.html"  # a headless window is never narrower than 500: the page stands in a frame
    frame.write_text(
        f"<iframe id=f src=page.html style='border:0;width:{width}px;height:900px'></iframe>"
        "<script>f.onload=function(){document.title=f.contentDocument.title}</script>",
        encoding="utf-8",
    )
    more = ["--allow-file-access-from-files", "--virtual-time-budget=4000", "--dump-dom", frame.as_uri()]
    dom = subprocess.run([*command, *more], capture_output=True, text=True, timeout=100).stdout
    fits, colour, samples = dom.partition("<title>")[2].partition("</title>")[0].split("|")
    assert (fits, samples) == ("true", "12")
    assert colour == ("rgb(23, 25, 28)" if dark else "rgb(255, 255, 255)")


def test_a_run_of_an_older_version_is_read(paths: Paths) -> None:
    keep(paths, "20260101-000000-aaaa", [talked("a")])
    file = folder_of(paths) / "20260101-000000-aaaa" / "run.json"
    file.write_text(file.read_text().replace('"suites"', '"plans"').replace('"limit"', '"most"'), encoding="utf-8")
    (run,) = runs(paths)
    assert [suite.name for suite in run.asked.suites] == ["conduct"]
