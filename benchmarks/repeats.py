"""How well repeats are told from what only looks like them: pairs of labelled posts, joined or kept apart.

``benchmarks/repeated_claims/`` holds made-up posts in families that look alike. Every two posts of a family
are a pair, and so are, as pairs to keep apart, posts of different families that were joined all the same.
"""

import argparse
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from report import machine, table, write_section

from workbench.extraction.claims import Document, claims_of, document_id
from workbench.extraction.extract import find
from workbench.quantity.accepted import accepted_set
from workbench.quantity.settings import DEFAULT
from workbench.store.head import open_head

HERE = Path(__file__).resolve().parent
FAMILIES = HERE / "repeated_claims"
PAGE = HERE.parent / "docs" / "benchmarks.md"
_FIRST = datetime(2025, 3, 17, 8)  # noqa: DTZ001 - the store keeps naive UTC


@dataclass(frozen=True, slots=True)
class Post:
    """A labelled post; ``start`` is where its claim begins."""

    family: int
    label: str
    document: Document
    start: int


def posts_of(text: str) -> list[Post]:
    """The posts of a file of families."""
    posts: list[Post] = []
    family = 0
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if not line.strip():
            family += 1
            continue
        label, day, channel, told = (part.strip() for part in line.split("|", 3))
        marked = told.replace("\\n", "\n")
        start = marked.find("[")
        if start < 0:
            found = re.search(r"\d", marked)
            start = found.start() if found else 0
        plain = marked.replace("[", "").replace("]", "")
        name = f"{family}-{len(posts)}"
        at = _FIRST + timedelta(days=float(day))
        document = Document(document_id(name), name, f"claims/{name}", plain, speaker=channel, posted_at=at)
        posts.append(Post(family, label, document, start))
    return posts


def grouped(posts: list[Post]) -> dict[int, str]:
    """The group of each post's claim by its place in the list; posts whose claim was not found are left out."""
    told, wanted = [], {}
    for number, post in enumerate(posts):
        claims = claims_of(post.document, find(post.document.text, None, post.document.said_on))
        told.append((post.document, [(claim, accepted_set(claim.quantity, DEFAULT)) for claim in claims]))
        here = [claim for claim in claims if claim.quantity.start <= post.start < claim.quantity.end]
        if here:
            wanted[number] = here[0].claim_id
    with tempfile.TemporaryDirectory() as folder:
        with open_head(Path(folder)) as head:
            head.replace_documents(told)
        with open_head(Path(folder)) as head:
            groups = dict(head.connection.execute("SELECT claim_id, group_id FROM claims").fetchall())
    return {number: groups[claim] for number, claim in wanted.items()}


def main() -> None:
    """Print the figures, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="show the pairs that were decided wrongly")
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")
    asked = parser.parse_args()
    posts = posts_of("\n\n".join(path.read_text(encoding="utf-8") for path in sorted(FAMILIES.glob("*.txt"))))
    groups = grouped(posts)
    found: Counter[tuple[bool, bool]] = Counter()
    for one, other in combinations(range(len(posts)), 2):
        a, b = posts[one], posts[other]
        joined = one in groups and groups[one] == groups.get(other)
        same = (a.family, a.label) == (b.family, b.label)
        if a.family == b.family or joined:
            found[same, joined] += 1
            if asked.errors and same != joined:
                print(f"{'missed' if same else 'JOINED'}: {a.document.text}\n        {b.document.text}")
    right, missed = found[True, True], found[True, False]
    wrong, apart = found[False, True], found[False, False]
    rows = [
        ("pairs that tell the same claim", f"{right + missed}"),
        ("near misses", f"{wrong + apart}"),
        ("joined rightly", f"{right}"),
        ("joined wrongly", f"{wrong}"),
        ("precision", f"{right / max(1, right + wrong):.3f}"),
        ("recall", f"{right / max(1, right + missed):.3f}"),
    ]
    body = f"{table(('repeats', 'number'), rows)}\n\nMade by `python benchmarks/repeats.py --write` with {machine()}."
    if asked.write:
        write_section(PAGE, "repeats", body)
    print(body)


if __name__ == "__main__":
    main()
