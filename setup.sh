#!/bin/sh
# Installs what a lock names, and this project, into .venv: with uv where it is on the PATH, with venv and pip where not.
set -eu
lock=$1
python=${PYTHON:-python3}
say() { printf '%s\n' "$*" >&2; }
export PIP_DISABLE_PIP_VERSION_CHECK=1

if ! [ -x .venv/bin/python ]; then
    command -v "$python" >/dev/null 2>&1 ||
        { say "No Python found as '$python': install Python 3.11 or newer, or say where it is with make PYTHON=/path/to/python3."; exit 1; }
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        { say "Python 3.11 or newer is needed and '$python' is $("$python" -V 2>&1 | cut -d' ' -f2): install one, or say where it is with make PYTHON=/path/to/python3."; exit 1; }
    why=$("$python" - <<'PY'
import platform, sys, sysconfig

system, machine, version = sys.platform, platform.machine().lower(), sys.version_info[:2]
arm = machine in ("arm64", "aarch64")
mac = tuple(map(int, (platform.mac_ver()[0] or "0").split(".")[:2]))
if version > (3, 14):
    print("Chroma's runtime has no packages for Python %d.%d yet: name an older Python with make PYTHON=python3.13." % version)
elif system == "linux" and "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or ""):
    print("Chroma has no packages for musl (Alpine and the like): use a system with glibc, such as Debian or Ubuntu, or a container of one.")
elif system == "win32" and arm:
    print("Chroma has no packages for Windows on ARM: use an x86_64 Python, which Windows runs there, or WSL.")
elif system == "darwin" and version >= (3, 14) and (not arm or mac < (14, 0)):
    print("Chroma's runtime has no packages for Python 3.14 on this Mac: name an older Python with make PYTHON=python3.13.")
elif sys.maxsize < 2**32 or machine not in ("x86_64", "amd64", "arm64", "aarch64"):
    print("Chroma has no packages for this processor (%s): use a 64-bit x86 or ARM machine." % machine)
PY
)
    [ -z "$why" ] || { say "$why"; exit 1; }
    say "Setting up .venv once; this takes a minute or two."
    if command -v uv >/dev/null 2>&1; then
        uv venv -q --no-project --python "$python" .venv
    else
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            { say "This Python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv), or install uv."; exit 1; }
        "$python" -m venv .venv
    fi
fi
say "Installing from $lock ..."
if command -v uv >/dev/null 2>&1; then
    uv pip install -q --python .venv/bin/python --require-hashes --compile-bytecode -r "$lock"
    uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip >/dev/null  # uv made it, and has gone
    .venv/bin/python -m pip install -q --require-hashes -r "$lock"
    .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
fi
.venv/bin/python -m compileall -q agents evals knowledge simulator tui
