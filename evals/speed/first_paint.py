"""Measures, in a real pty, how soon the first screen appears and how long it freezes while the heavy imports load."""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

RUNS = 9
BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        yield Static("Interview simulator")
        yield Footer()
Bare().run()
"""
APP = "from tui.cli import main; main()"
WATCHED = """
import asyncio, time
from pathlib import Path
from simulator.paths import locate
from tui.app import InterviewApp
async def watch(app):
    gaps, until = [], time.monotonic() + SECONDS
    while time.monotonic() < until:
        before = time.monotonic()
        await asyncio.sleep(0.005)
        gaps.append(time.monotonic() - before - 0.005)
    Path(RESULT).write_text("\\n".join(map(str, gaps)))
    app.exit()
mount = InterviewApp.on_mount
def on_mount(app):
    mount(app)
    app.call_after_refresh(app.run_worker, watch(app))
InterviewApp.on_mount = on_mount
InterviewApp(locate()).run()
"""


def seconds_to(text: str, code: str) -> float:
    """Seconds from starting Python in an 80x24 terminal until this text appears."""
    started = time.perf_counter()
    child, terminal = _spawn(code)
    shown = b""
    while text.encode() not in shown:
        shown += os.read(terminal, 65536) if select.select([terminal], [], [], 60)[0] else sys.exit("nothing was painted")
    seconds = time.perf_counter() - started
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return seconds


def stalls(seconds: float) -> list[float]:
    """How many seconds late the screen's event loop was, sampled every 5 ms from the first paint on."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "gaps"
        child, terminal = _spawn(f"SECONDS, RESULT = {seconds!r}, {str(result)!r}\n{WATCHED}")
        while True:
            try:
                if not os.read(terminal, 65536):
                    break
            except OSError:  # the program has exited and its terminal is gone
                break
        os.waitpid(child, 0)
        os.close(terminal)
        return [float(line) for line in result.read_text().splitlines()]


def _spawn(code: str) -> tuple[int, int]:
    child, terminal = pty.fork()
    if child == 0:
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.execve(sys.executable, [sys.executable, "-c", code], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return child, terminal


def report() -> None:
    """Prints both figures."""
    pairs = [(seconds_to("Interview simulator", APP), seconds_to("Interview simulator", BARE)) for _ in range(RUNS)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"first paint: {ours * 1000:.0f} ms, a bare Textual app {bare * 1000:.0f} ms; ratio {ours / bare:.2f} (target 1.25)")
    late = stalls(6.0)
    worst, usual = max(late), statistics.quantiles(late, n=20)[-1]
    print(f"screen while the heavy imports load: p95 {usual * 1000:.0f} ms late, at most {worst * 1000:.0f} ms")
