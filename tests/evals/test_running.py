"""Runs in parts: a part that dies is begun again, limits stop, and the parts add up to the same figures."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.cli import call
from evals.environment import EngineChoice
from evals.running import parts as running
from evals.running.parts import Limits, begin, go_on
from evals.running.results import SAMPLES, Run, run_named, runs
from evals.running.shard import SPEC, Spec, Started, Tell
from evals.speed.model_server import ModelServer, Reply
from evals.suite_files import chosen
from simulator.errors import SimulatorError
from simulator.paths import Paths
from tests.evals.kept import talked

CAPTURE = pytest.CaptureFixture[str]
DUMP = "import sys; from inspect_ai.log import read_eval_log; print(read_eval_log(sys.argv[1]).model_dump_json())"
WITH_INSPECT = pytest.mark.skipif(importlib.util.find_spec("inspect_ai") is None, reason="Inspect is not installed: make evals")


class Workers:
    """Stand in for the processes: a queue of what each does with its part, and a history of the parts."""

    def __init__(self, *does: str) -> None:
        self.does, self.history = [*does], list[str]()

    def __call__(self, folder: Path, tell: Tell, _started: Started) -> int:
        self.history.append(folder.name)
        (folder / "errors.txt").write_text("Traceback\nMemoryError: no more\n", encoding="utf-8")
        if (self.does.pop(0) if self.does else "works") == "dies":
            return -9
        spec = Spec.model_validate_json((folder / SPEC).read_text(encoding="utf-8"))
        with (folder / SAMPLES).open("a", encoding="utf-8") as file:
            for case in range(spec.first, spec.last):
                file.write(talked(f"case {case:03}").model_dump_json() + "\n")
                tell("1000 0\n")
        return 0


def order(paths: Paths, monkeypatch: pytest.MonkeyPatch, workers: Workers) -> Run:
    monkeypatch.setattr(running, "run_shard", workers)
    suite = chosen(["conduct"], paths.library)[0].model_copy(update={"repeats": 1, "limit": 8})
    return begin(paths, [suite], EngineChoice())


def test_a_part_that_dies_is_begun_again_and_costs_no_other(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers("works", "dies", "dies", "works")
    done = go_on(order(paths, monkeypatch, workers), paths, Limits(), workers=2)
    assert sorted(workers.history)[:1] == ["00000-00004"]
    assert len(workers.history) == 4
    assert done.missing() == {}
    assert len(done.samples("conduct")) == 8


def test_a_part_that_dies_again_and_again_ends_the_run_with_what_it_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SimulatorError, match=r"crashed 3 times \(MemoryError: no more\)"):
        go_on(order(paths, monkeypatch, Workers("dies", "dies", "dies")), paths, Limits())


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(tokens=3000), "3000 tokens"),
        (Limits(cost=0.004, price=1.0), "limit of 0.004"),
        (Limits(minutes=0), "0 minutes"),
    ],
    ids=["tokens", "cost", "minutes"],
)
def test_a_limit_stops_a_run_which_goes_on_later(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, limits: Limits, says: str
) -> None:
    workers = Workers()
    stopped = go_on(order(paths, monkeypatch, workers), paths, limits)
    assert says in stopped.asked.stopped
    assert stopped.missing()
    done = go_on(stopped, paths, Limits())
    assert (done.asked.stopped, done.missing()) == ("", {})


def test_without_inspect_a_sentence_says_what_to_do(paths: Paths, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.cli.NEEDED", ("no_such_module",))
    assert call(["run", "recovery"]) == 1
    err = capsys.readouterr().err
    assert err == "The evaluation suites need extra packages. Run 'make evals' to install them. (Missing: no_such_module.)\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "charm"], "There is no suite called 'charm'."),
        (["run", "--max-cost", "1"], "--max-cost requires --price"),
        (["run", "recovery", "--engine", "charm"], "There is no engine called 'charm'"),
        (["run", "recovery", "--engine", "llm"], "The llm engine needs a model"),
        (["run", "--resume", "nothing"], "No run matches 'nothing'"),
        (["run", "recovery", "--resume", "latest"], "do not give a suite"),
        (["run", "--workers", "0"], "greater than or equal to 1"),
        (["charm"], "No such command 'charm'"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    paths: Paths, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    monkeypatch.setattr("evals.cli.NEEDED", ())
    assert call(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
    assert not runs(paths)


def test_the_list_names_suites_and_where_ones_own_go(paths: Paths, capsys: CAPTURE) -> None:
    assert call(["list"]) == 0
    out = capsys.readouterr().out
    assert "conduct" in out
    assert str(paths.library / "suites") in out


@WITH_INSPECT
def test_two_workers_give_the_figures_of_one_to_the_digit(paths: Paths, capsys: CAPTURE) -> None:
    assert call(["run", "conduct", "--limit", "6", "--repeats", "2", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert call(["run", "conduct", "--limit", "6", "--repeats", "2", "--workers", "2", "--json"]) == 0
    two = json.loads(capsys.readouterr().out)
    assert one["suites"]["conduct"] == two["suites"]["conduct"]
    assert one["suites"]["conduct"]["done"] == 12
    assert list(paths.data.glob("evals/*/conduct/*/log/*.eval"))


@WITH_INSPECT
def test_inspects_log_has_every_score_of_a_sample_by_its_name_and_our_figures(paths: Paths, capsys: CAPTURE) -> None:
    assert call(["run", "recovery", "--limit", "4", "--repeats", "1", "--json"]) == 0
    ours = {one["name"]: one["value"] for one in json.loads(capsys.readouterr().out)["suites"]["recovery"]["figures"]}
    (log,) = paths.data.glob("evals/*/recovery/*/log/*.eval")
    shown = json.loads(
        subprocess.run([sys.executable, "-c", DUMP, str(log)], capture_output=True, text=True, check=True).stdout
    )
    assert len(shown["samples"]) == 4
    for sample in shown["samples"]:
        scores = sample["scores"]["recovery"]
        assert {"gold overall", "whole overall", "whole growth", "opening overall"} <= set(scores["value"])
        assert "growth" in scores["explanation"]
    theirs = {name: one["value"] for name, one in shown["results"]["scores"][0]["metrics"].items()}
    for name in ("agreement with the ledger (QWK): overall", "share of scores missing"):
        assert theirs[name] == pytest.approx(ours[name])


@WITH_INSPECT
def test_a_run_that_is_killed_goes_on_where_it_stood(paths: Paths, capsys: CAPTURE) -> None:
    command = [sys.executable, "-m", "evals.cli", "run", "conduct", "--limit", "20", "--repeats", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (files := list(paths.data.glob(f"evals/*/conduct/*/{SAMPLES}"))) or files[0].stat().st_size < 300_000:
        assert process.poll() is None
    subprocess.run(["pkill", "-9", "-f", str(files[0].parent)], check=True)
    process.kill()
    process.wait()
    before = [line for line in files[0].read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    assert call(["run", "--resume", "latest"]) == 0
    capsys.readouterr()
    done = run_named(paths, "latest").samples("conduct")
    assert len(done) == 40
    again = len(files[0].read_text(encoding="utf-8").splitlines()) - len(before)
    assert again < 40


@WITH_INSPECT
def test_parts_go_to_the_workers_of_a_dask_cluster(paths: Paths, capsys: CAPTURE) -> None:
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert scheduler.stderr is not None
    try:
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"],
            stderr=subprocess.DEVNULL,
        )
        try:
            assert call(["run", "recovery", "--limit", "3", "--repeats", "1", "--dask", address, "--json"]) == 0
        finally:
            worker.terminate()
            worker.wait()
    finally:
        scheduler.terminate()
        scheduler.stderr.close()
        scheduler.wait()
    assert json.loads(capsys.readouterr().out)["suites"]["recovery"]["done"] == 3


@WITH_INSPECT
def test_a_model_is_measured_over_real_http(paths: Paths, capsys: CAPTURE) -> None:
    with ModelServer(otherwise=lambda request: Reply("Thank you. What did you decide then?")) as server:
        words = ["--engine", "llm", "--model", "scripted", "--base-url", server.url]
        assert call(["run", "audit", "--limit", "2", *words, "--json"]) == 0
        assert server.history
    found = json.loads(capsys.readouterr().out)
    assert found["suites"]["audit"]["done"] == 2
    assert any(sample.tokens for sample in run_named(paths, "latest").samples("audit"))
