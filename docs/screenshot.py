"""Draw docs/review.svg: the review screen on the sample case, as it is.

Usage: python docs/screenshot.py
"""

import asyncio
import tempfile
from pathlib import Path

from workbench.operations.build import build
from workbench.operations.demo import demo
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.tui.app import ReviewApp

SIZE = (120, 36)
PATIENCE = 30.0
DECIDED = {"US$3.5 billion": "correct", "US$5.5 billion": "correct", "four million tonnes": "mostly_correct"}
OPENED = "38 million tonnes"


async def draw(root: Path) -> str:
    """Open the screen on a claim with some decisions around it, and give its picture as SVG."""
    desk = Desk(root, "ana")
    try:
        listed = desk.list_claims(parse_filter("", ()), "text")
        rows = [line.row for line in desk.page(listed, 0, listed.total)]
        for row in rows:
            if row.text in DECIDED:
                desk.decide(row.claim_id, DECIDED[row.text])
        opened = next(row.claim_id for row in rows if row.text == OPENED)
        app = ReviewApp(desk, build_first=False)
        async with app.run_test(size=SIZE) as pilot, asyncio.timeout(PATIENCE):
            screen = app.screen
            while screen.claims.line is None:
                await pilot.pause(0.02)
            before = screen.listed
            await pilot.press("o")
            while screen.order != "text" or screen.listed is before:
                await pilot.pause(0.02)
            screen.claims.move_to(await asyncio.to_thread(desk.position, screen.listed, opened))
            await pilot.press("enter")
            while screen.shown_id != opened:
                await pilot.pause(0.02)
            screen.say("saved: ≈ mostly correct · four million tonnes")
            await pilot.pause()
            return app.export_screenshot(title="workbench review")
    finally:
        desk.close()


def main() -> None:
    """Draw the picture beside this script."""
    target = Path(__file__).with_name("review.svg")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        demo(root)
        build(root)
        target.write_text(asyncio.run(draw(root)), encoding="utf-8")
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
