"""Make a new, empty, commented case."""

from pathlib import Path

from workbench.documents.case import is_case
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError

GITATTRIBUTES = """\
# Two people's reviews are merged line by line, and the texts to check keep their line ends.
reviews/*.jsonl merge=union
claims/** -text
"""
GITIGNORE = """\
# Built from the files of the case; delete both and the next command makes them again.
workbench.duckdb*
.workbench/
"""
SETTINGS = """\
# The settings of this case. A line that begins with # is a comment; take the # away to change a default.

title = "My case"

# The languages of the documents: en (English), fr (French), ru (Russian); take out what yours are not in.
# Each sentence is read in the one that it is in; a sentence that fits several, in the first of them.
languages = ["en", "fr", "ru"]

[verdicts]
# The scale of verdicts: "default", or another one that the documentation names.
scale = "default"

[tolerances]
# Percent. How far a claim may be from the reference for the verdict that the program proposes:
# correct_within = 0.5
# mostly_within = 10
# exaggerated_within = 50
# The widest that a round number ("40 million") is taken to mean, either way:
# round_share = 10
# The least and the most that "about" allows:
# about_low = 1
# about_high = 10
# A factor: "more than 5" says little where the reference is 1.5 times as much.
# bound_says_little = 1.5

[review]
# "open": everybody sees every decision at once. "blind": a claim's decisions are hidden until all reviewers voted.
mode = "open"
# Who must vote, such as ["ana", "ben"].
reviewers = []

# Who reviews what; "workbench assign" writes this for you.
# [assignment]
# "all": everybody reviews everything. "random": each claim is drawn for one of the reviewers.
# share = "random"
# Percent of the claims that a second reviewer gets too, to see how far they agree.
# overlap = 20
"""
EXAMPLE_TOML = """\
# A source is two files: NAME.toml, like this one, and NAME.csv beside it. Copy both, without the .txt at the end.
publisher = "National Statistics Office"
title = "Statistical Yearbook"
url = "https://example.org/yearbook"
retrieved = 2025-01-31

# These may be left out:
# dataset = "Transport"
# series_id = "TR-01"
# definition = "Cargo loaded and unloaded in all sea ports"
# archive_url = "https://example.org/archive/yearbook"
# published = 2024-12-01
# licence = "CC BY 4.0"
# quote = "The words of the publication"
# page = "12"
# file_sha256 = ""
# entered_by = "ana"
"""
EXAMPLE_CSV = """\
id,measure,place,period,value,low,high,unit,vintage,price_basis,flag,note,formula
cargo-2024,Cargo handled in sea ports,Example Land,2024,889.8,,,million tonnes,2024-12-01,,,,
,Exports of goods,Example Land,2020/2024,,1.9,2.1,USD billion,,current prices,estimate,,
"""
README = """\
This folder is a case: texts to check, the reference figures to check them against, and what reviewers decided.

1. Put the texts into claims/, as they are: text, web pages, exports, captions, mail; or run: workbench add FILE
   Beside NAME.txt there may be a NAME.txt.toml that says where it comes from:
       title = "Speech at the opening"
       speaker = "Minister of Transport"
       date = 2025-01-31
       url = "https://example.org/speech"
       language = "en"
2. Put the reference figures into sources/: copy EXAMPLE.toml.txt and EXAMPLE.csv.txt, take away the .txt, fill them in.
   Exchange rates go into sources/fx.csv; its first line is: date,from,to,rate,source
3. Run: workbench build      it reads what changed and says what it could not use.
4. Run: workbench            it opens the review screen.

What reviewers decide is kept in reviews/, one file each. workbench.duckdb is built from these files; it can be deleted.
"""
FILES = {
    "workbench.toml": SETTINGS,
    ".gitattributes": GITATTRIBUTES,
    ".gitignore": GITIGNORE,
    "README.txt": README,
    "sources/EXAMPLE.toml.txt": EXAMPLE_TOML,
    "sources/EXAMPLE.csv.txt": EXAMPLE_CSV,
}
FOLDERS = ("claims", "sources", "reviews")


def init(directory: Path) -> tuple[list[Path], list[Problem]]:
    """Make a case in a new or existing folder.

    Args:
        directory: The folder; it is made where it does not exist.

    Returns:
        The files written, and a problem for each file that was there already and was left as it is.

    Raises:
        WorkbenchError: The folder is a case already, or cannot be written to.
    """
    if is_case(directory):
        hint = "Work in it: workbench build, or choose another folder"
        raise WorkbenchError(f"{directory} is a case already", hint, code=EXIT_USAGE)
    written, problems = [], []
    try:
        for folder in FOLDERS:
            (directory / folder).mkdir(parents=True, exist_ok=True)
        for name, content in FILES.items():
            if write_new(directory / name, content.encode()):
                written.append(directory / name)
            else:
                problems.append(Problem("It was there already and was left as it is", _missing_hint(name), name))
    except OSError as error:
        raise unwritable(directory, error) from None
    return written, problems


def write_new(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; False, and nothing written, where it is."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def unwritable(directory: Path, error: OSError) -> WorkbenchError:
    """What to raise where a folder cannot be made or filled."""
    hint = "Choose a folder that you may write to"
    return WorkbenchError(f"{directory} cannot be filled: {error.strerror or error}", hint, code=EXIT_USAGE)


def _missing_hint(name: str) -> str:
    if name == ".gitattributes":
        return "Add the lines: reviews/*.jsonl merge=union and claims/** -text"
    if name == ".gitignore":
        return "Add the lines: workbench.duckdb* and .workbench/"
    return "Compare it with that of another new case"
