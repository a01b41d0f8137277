"""The systems measured against each other, each in a process of its own.

The peers get an environment of their own in a cache folder; the project does not depend on them.
"""

import hashlib
import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
WORKER = Path(__file__).resolve().parent / "worker.py"
REQUIREMENTS = ("quantulum3==0.10.0", "recognizers-text-suite==1.0.2a2", "emoji<2", "setuptools<81")
OURS = "workbench"
PEERS = ("quantulum3", "recognizers-text")
VERSIONS = {"quantulum3": "0.10.0", "recognizers-text": "1.0.2a2"}


def default_cache() -> Path:
    """The folder that holds the peers' environment unless another is named."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "claim-workbench"


def peers_python(cache: Path) -> Path:
    """The interpreter of the peers' environment, which is made when it is not there yet.

    Raises:
        subprocess.CalledProcessError: when pip cannot install them, for example without a network.
    """
    key = "\n".join((*REQUIREMENTS, sys.version)).encode()
    folder = cache / f"peers-{hashlib.sha256(key).hexdigest()[:12]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if not done.exists():
        print(f"installing {', '.join(REQUIREMENTS)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True, stdout=sys.stderr)
        done.touch()
    return python


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system found in a list of texts.

    Attributes:
        seconds: Time spent in the system's own calls.
        predictions: One list for each text; empty where they were not asked for.
        failures: In how many texts the system raised.
        peak_mb: The process's peak resident memory so far, in MiB.
    """

    seconds: float
    predictions: list[list[dict[str, Any]]]
    failures: int
    peak_mb: float


class Worker:
    """A running system; use it as a context manager."""

    def __init__(self, system: str, python: Path) -> None:
        self.system = system
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [python, WORKER, system],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment,
        )

    def run(self, texts: list[str], *, dates: list[str | None] | None = None, tell: bool = True) -> Answer:
        """Let the system read the texts, and wait for it.

        Args:
            texts: Each is read on its own.
            dates: The day on which each was said, as ``2024-03-18``; None where that is not known.
            tell: Whether the findings are wanted, and not the time alone.

        Raises:
            RuntimeError: when the system's process has ended.
        """
        given, taken = self._process.stdin, self._process.stdout
        if given is None or taken is None:
            raise RuntimeError(f"{self.system} was started without pipes")
        given.write(json.dumps({"texts": texts, "dates": dates, "tell": tell}) + "\n")
        given.flush()
        line = taken.readline()
        if not line:
            raise RuntimeError(f"{self.system} ended with exit code {self._process.wait()}; is it installed?")
        return Answer(**json.loads(line))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def python_of(system: str, cache: Path) -> Path:
    """The interpreter that a system runs in: ours for the workbench, the peers' for the others."""
    return peers_python(cache) if system in PEERS else Path(sys.executable)
