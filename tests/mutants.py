"""Changes the store, the session, the policy and more a little at a time, counts what no test notices: `make mutants`.

`python -m tests.mutants [CHANGES [MODULE]]`: a seeded sample of so many changes to each module, by cosmic-ray, in copies of the
project. What no test noticed is printed as a diff.
"""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
LISTENS = [f"tests/agents/interviewer/test_{name}.py" for name in ("agenda", "taking_up", "policy")]
MARKS = ["tests/agents/evaluator", "tests/evals/training/test_marks.py"]
TESTED_BY = {
    "simulator/clock.py": ["tests/simulator/test_clock.py", "tests/simulator/test_session.py"],
    "simulator/store.py": ["tests/simulator/test_store.py", "tests/simulator/test_storage.py"],
    "simulator/session.py": ["tests/simulator/test_session.py", "tests/simulator/test_graph.py"],
    "agents/interviewer/policy.py": LISTENS,
    "agents/interviewer/agenda.py": LISTENS,
    "agents/evaluator/marking.py": MARKS,
    "agents/evaluator/flags.py": MARKS,
}
SAMPLE = 60
SEED = 7
TIMEOUT_S = 120.0
IN_ANNOTATIONS = "BitOr"
"""Changes to `|` are left out: nearly all stand in annotations, and would flatter the figure."""
CONFIG = """[cosmic-ray]
module-path = "{module}"
timeout = {timeout}
excluded-modules = []
test-command = "{python} -m pytest -q -x -n 0 -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def tried(module: str, sample: int) -> tuple[int, list[str]]:
    """How many changes to a module were tried, and the diffs of those that no test noticed."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "project"
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", str(copy)], check=True)
        config, session = copy / "mutants.toml", copy / "mutants.sqlite"
        tests = " ".join(TESTED_BY[module])
        config.write_text(CONFIG.format(module=module, timeout=TIMEOUT_S, python=sys.executable, tests=tests), encoding="utf-8")
        _cosmic_ray("init", str(config), str(session), cwd=copy)
        with use_db(str(session), WorkDB.Mode.open) as database:
            items = sorted(database.work_items, key=lambda item: item.job_id)
            wanted = [item for item in items if IN_ANNOTATIONS not in item.mutations[0].operator_name]
            wanted.sort(key=lambda item: (item.mutations[0].start_pos, item.mutations[0].operator_name))
            chosen = {item.job_id for item in Random(SEED).sample(wanted, min(sample, len(wanted)))}
            for item in items:
                if item.job_id not in chosen:
                    database.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
        _cosmic_ray("exec", str(config), str(session), cwd=copy)
        with use_db(str(session), WorkDB.Mode.open) as database:
            results = [result for job, result in database.results if job in chosen]
    return len(results), [result.diff or "" for result in results if not result.is_killed]


def _cosmic_ray(*arguments: str, cwd: Path) -> None:
    path = {"PYTHONPATH": str(cwd), "PATH": "/usr/bin:/bin", "HOME": str(cwd)}
    subprocess.run([str(Path(sys.executable).with_name("cosmic-ray")), *arguments], cwd=cwd, env=path, check=True)


def main() -> None:
    """Prints the share of changes that some test noticed, a module a line, and the others as diffs."""
    sample = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    modules = sys.argv[2:] or list(TESTED_BY)
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(modules, pool.map(lambda module: tried(module, sample), modules), strict=True))
    for module, (count, unnoticed) in found.items():
        print(*unnoticed, sep="\n")
        print(f"{module}: {count - len(unnoticed)} of {count} changes noticed ({1 - len(unnoticed) / count:.0%})")


if __name__ == "__main__":
    main()
