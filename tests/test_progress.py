"""Without a terminal a long build says now and then how far it is."""

from workbench.cli import progress


def test_lines_come_every_ten_seconds_with_rate_and_time_left(monkeypatch):
    clock = iter([0.0, 0.0, 4.0, 12.0, 13.0, 30.0, 45.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    said: list[str] = []
    lines = progress._Lines(said.append)
    lines.tell(0, 60_000_000, "claims/a[1].jsonl")
    lines.tell(4_000_000, 60_000_000, "claims/a[1].jsonl")
    lines.tell(12_000_000, 60_000_000, "claims/b.jsonl")
    lines.tell(100, 4_000, "Looking for figures")
    lines.tell(2_000, 4_000, "Looking for figures")
    lines.tell(0, 0, "Comparing")
    assert said == [
        "Reading b.jsonl, 20%, 1.0 MB/s, 0:48 left",
        "Looking for figures, 50%, 112 claims/s, 0:17 left",
        "Comparing",
    ]
