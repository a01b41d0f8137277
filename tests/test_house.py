"""The house in order: style, types, layers, and what ``workbench --help`` may load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
HEAVY = ("pandas", "pint", "duckdb", "textual", "numpy")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_style():
    done = run(str(TOOLS / "ruff"), "check", ".")
    assert done.returncode == 0, done.stdout


def test_types():
    done = run(str(TOOLS / "mypy"))
    assert done.returncode == 0, done.stdout


def test_layers():
    done = run(str(TOOLS / "lint-imports"))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["verdict", "--help"], ["build", "--help"]])
def test_help_loads_nothing_heavy(words):
    code = (
        "import sys; from workbench.cli.main import cli\n"
        f"try: cli({words!r})\n"
        "except SystemExit: pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = run(sys.executable, "-c", code)
    assert done.stderr.strip().splitlines()[-1] == "[]"
    assert "workbench" in done.stdout


def test_extraction_and_comparison_of_one_unit_do_without_pint():
    code = (
        "import sys, workbench\n"
        "workbench.extract('38 million tonnes'); workbench.compare('38 million tonnes', '37.9 million tonnes')\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("workbench", "tests", "benchmarks", "docs")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_the_version_is_in_the_changelog():
    from workbench import __version__

    assert f"[{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
