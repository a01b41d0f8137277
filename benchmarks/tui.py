"""How the review screen keeps up: the same keys on a case of 10,000 and on one of 1,000,000 claims, in one run.

The cases are made by SQL: documents of four claims, a tenth of the claims with three observations beside them, and a
review file of 10,000 decisions. Each case is opened twice in turn, and the keys go to a screen without a terminal.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from report import machine, table, write_section

from workbench.documents.settings import Settings
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.references.model import Observation, Source
from workbench.reviews.events import Event, to_line
from workbench.reviews.ids import new_id
from workbench.store import arrange
from workbench.store.head import Head, open_head
from workbench.store.queries import Order
from workbench.tui.app import ReviewApp

SMALL, LARGE, EVENTS, FIGURES, KEYS, ROUNDS = 10_000, 1_000_000, 10_000, 1000, 100, 3
SIZE = (120, 40)
_STROKES = {
    "↓, ↑": ("down", "down", "up"), "one screen on": ("page_down",), "last, first": ("last", "first"),
}  # fmt: skip
_LISTS: dict[str, tuple[str, Order]] = {
    "the order of the texts": ("", "text"), "the order of dates": ("", "date"),
    "a filter by state": ("state:decided", "text"), "a filter by words": ("cargo kind:mass", "text"),
}  # fmt: skip
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_KINDS = "['count', 'money', 'mass', 'percent']"
_UNITS = "['', 'USD', 'tonne', 'percent']"
_DOCUMENTS = """
INSERT INTO documents (document_id, identity, path, title, speaker, posted_at, format, sha256, characters, text,
    own_identity, ordinal)
SELECT 'd' || i, 'd' || i, 'claims/posts-' || (i // 1000) || '.txt', 'Post ' || i, 'Speaker ' || (i % 97),
    TIMESTAMP '2020-01-01' + INTERVAL (i) MINUTE, 'txt', '', 400,
    repeat('The office said that ' || (1000 + i) || ' tonnes of cargo were moved. ', 4), 'd' || i, i
FROM range($documents) AS r (i)
"""
_CLAIMS = f"""
INSERT INTO claims (claim_id, group_id, telling, document_id, occurrence, start, "end", text, sentence, numeral, value,
    rounding_step, rounding_step_low, rounding_step_high, written_step_low, written_step_high, modifier, unit, kind,
    counted, negated, checkworthiness, side, exact, half_open, accepted_low, accepted_high, low_open, high_open, digits,
    numbers, sentence_key)
SELECT 'c' || md5(i::VARCHAR)[:19], 'g' || md5(i::VARCHAR)[:19], 1, 'd' || (i // 4), 0, (i % 4) * 58 + 21,
    (i % 4) * 58 + 25, (1000 + i // 4)::VARCHAR,
    'The office said that ' || (1000 + i // 4) || ' tonnes of cargo were moved.',
    (1000 + i // 4)::VARCHAR, 1000 + i // 4, 1, 1, 1, 1, 1, '=', {_UNITS}[1 + i % 4], {_KINDS}[1 + i % 4],
    'tonnes of cargo', false, (hash(i) % 1000) / 1000, 'both', false, false, 999, 1001, false, false, 4,
    '{{"value": "' || (1000 + i // 4) || '", "low": null, "high": null, "rounding_step": "1", "written_step": "1"}}',
    md5('k' || i)
FROM range($claims) AS r (i)
"""  # noqa: S608 - our own words only


_CANDIDATES = """
INSERT INTO candidates
SELECT c.claim_id, 'office/' || (hash(c.claim_id) + k) % 1000, k + 1, 1.0 / (k + 1), ['same unit']
FROM claims AS c, range(3) AS r (k) WHERE hash(c.claim_id) % 10 = 0
"""
_COMPARISONS = """
INSERT INTO comparisons (claim_id, observation_id, comparison, deviation, gap, uninformative, proposed, reference_value)
SELECT claim_id, observation_id, 'above', 0.1, 0.1, false, 'mostly_correct', 1000 FROM candidates
"""


def make_case(root: Path, claims: int, events: int) -> None:
    """A case of so many claims and decisions."""
    (root / "reviews").mkdir(parents=True)
    (root / "workbench.toml").write_text(f'title = "{claims} claims"\n', encoding="utf-8")
    with open_head(root) as head, head.transaction():
        _fill(head, claims)
        head.set_meta(title="", settings_hash=Settings().settings_hash, content_hash="made by hand")
        arrange.note_change(head.connection)
        every = max(1, claims // events)
        ids = head.connection.execute(
            f"SELECT claim_id, document_id FROM claims WHERE hash(claim_id) % {every} = 0 LIMIT {events}"  # noqa: S608
        ).fetchall()
    lines = []
    for number in range(events):
        claim, _ = ids[number % len(ids)]
        told = Event(new_id(), "2025-03-01T10:00:00Z", "ben", "verdict", claim, "correct")
        lines.append(to_line(told) + "\n")
    (root / "reviews" / "ben.jsonl").write_text("".join(lines), encoding="utf-8")


def _fill(head: Head, claims: int) -> None:
    run = head.connection.execute
    run(_DOCUMENTS.replace("$documents", str(claims // 4)))
    run(_CLAIMS.replace("$claims", str(claims)))
    run("INSERT INTO claim_groups (group_id, claim_id, size) SELECT group_id, claim_id, 1 FROM claims")
    told = ("Office (example)", "Cargo", "https://example.org/", date(2025, 1, 1))
    source = Source("office", "sources/office.toml", *told)
    figures = [
        Observation(
            f"office/{number}", "office", f"cargo of port {number // 20}", "Port", str(2000 + number % 20),
            date(2000 + number % 20, 1, 1), date(2000 + number % 20, 12, 31), Decimal(1000 + number), None, None,
            "tonne", "tonnes", "mass",
        )
        for number in range(FIGURES)
    ]  # fmt: skip
    head.replace_source(source, figures)
    run(_CANDIDATES)
    run(_COMPARISONS)


def reach(root: Path) -> dict[str, float]:
    """Milliseconds: opening the screen, and the 95th percentile of a key of each kind."""
    return asyncio.run(_reach(root))


async def _reach(root: Path) -> dict[str, float]:
    began = time.perf_counter()
    desk = Desk(root, "ana")
    app = ReviewApp(desk, build_first=False)
    found: dict[str, float] = {}
    async with app.run_test(size=SIZE):
        screen: Any = app.screen
        await _listed(screen)
        found["opening"] = 1000 * (time.perf_counter() - began)
        for name, actions in _STROKES.items():
            took = []
            for number in range(KEYS):
                begin = time.perf_counter()
                await screen.run_action(actions[number % len(actions)])
                await _listed(screen)
                took.append(1000 * (time.perf_counter() - begin))
                await asyncio.sleep(0.005)
            found[name] = _p95(took)
        lines = desk.page(screen.listed, 0, KEYS)
    found["a claim opened"] = _p95([_timed(partial(desk.detail, line.row.claim_id)) for line in lines])
    for what, (written, order) in _LISTS.items():
        chosen = parse_filter(written, desk.scale.names)
        found[what] = min(_timed(partial(desk.list_claims, chosen, order)) for _ in range(3))
        listed = desk.list_claims(chosen, order)
        pages = [_timed(partial(desk.page, listed, 100 * (n % max(1, listed.total // 100)), 100)) for n in range(20)]
        found[f"{what}: a page of it"] = _p95(pages)
    desk.close()
    return found


async def _listed(screen: Any) -> None:  # noqa: ANN401 - the screen under test
    """Wait until the lines on the screen are there, and draw them."""
    claims = screen.claims
    while claims.line is None:  # noqa: ASYNC110 - the page comes from a thread as a message
        await asyncio.sleep(0.0002)
    for y in range(claims.size.height):
        claims.render_line(y)


def _timed(do: Callable[[], object]) -> float:
    begin = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - begin)


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def main() -> None:
    """Measure, print the table, and put it into docs/benchmarks.md where asked to."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked.add_argument("--large", type=int, default=LARGE, help="claims of the large case")
    asked.add_argument("--keep", type=Path, help="a folder to keep the cases in, and to find them in again")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder)
        roots = {claims: place / f"case-{claims}" for claims in (SMALL, given.large)}
        for claims, root in roots.items():
            if not root.exists():
                make_case(root, claims, EVENTS)
        runs: dict[int, list[dict[str, float]]] = {claims: [] for claims in roots}
        for _ in range(ROUNDS):
            for claims, root in roots.items():
                runs[claims].append(reach(root))
    small, large = ({name: min(run[name] for run in found) for name in found[0]} for found in runs.values())
    rows = [
        (name, f"{small[name]:.1f}", f"{large[name]:.1f}", f"{large[name] / small[name]:.2f}") for name in small
    ]
    told = table(("what, ms", f"{SMALL:,} claims", f"{given.large:,} claims", "ratio"), rows)
    body = f"{told}\n\nMade by `python benchmarks/tui.py --write` with {machine()}."
    print(body)
    if given.write:
        write_section(PAGE, "tui", body)


if __name__ == "__main__":
    main()
