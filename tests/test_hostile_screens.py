"""Every screen and panel with strangers' text in every place that can hold some: nothing steers or stops it."""

import json
from pathlib import Path

import pytest
from tui_case import by_text, started, until

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.reviews.events import Event, Seen
from workbench.reviews.ids import new_id
from workbench.store.review_log import append
from workbench.tui import dialogs
from workbench.tui.adjudicate import AdjudicationDialog
from workbench.tui.agreement import AgreementDialog
from workbench.tui.app import ReviewApp
from workbench.tui.correct import CorrectForm
from workbench.tui.derive_form import DeriveForm
from workbench.tui.reference_form import ReferenceForm
from workbench.tui.select_words import WordsDialog

EVIL = {
    "markup": "[/] [bold [@click=app.quit]x[/] [red]y[/red] $text-error",
    "escapes": "\x1b[2J\x1b]0;owned\x07 \x9b31m \x1bP\x00 \x7f",
    "directions": "\u202eesrever\u202c \u2066isolate\u2069 \u200f\u061c \U000e0041",
    "long": "x" * 20_000,
    "marks": "a\u0301\u0302\u0303\u0304" * 40 + " \U0001f468\u200d\U0001f469\u200d\U0001f467 \u0628\u0644\u063a",
    "surrogates": "\ud800 \udfff\ud83d",
}
FORBIDDEN = {*map(chr, (0x1B, 7, 0, 0x9B, 0x7F, 0x202E, 0x2066, 0xE0041, 0xD800, 0xDFFF))}


def toml(text: str) -> str:
    """A TOML string; what TOML cannot hold is left out."""
    return json.dumps("".join(each for each in text if not 0xD800 <= ord(each) < 0xE000), ensure_ascii=True)


def in_files(text: str) -> str:
    return "".join(each for each in text if not 0xD800 <= ord(each) < 0xE000)


def make(root: Path, evil: str) -> None:
    (root / "claims").mkdir()
    (root / "sources").mkdir()
    (root / "workbench.toml").write_text(f"title = {toml(evil)}\n")
    for name in ("one", "two"):
        told = in_files(evil).replace("\x00", "")  # a text with NUL is refused as a whole
        text = f"{told} cargo reached nearly 38 million tonnes of {told} in 2024. {name}\n\nIt has 72 rooms.\n"
        (root / "claims" / f"{name}.txt").write_text(text, encoding="utf-8")
        (root / "claims" / f"{name}.txt.toml").write_text(
            f"title = {toml(evil)}\nspeaker = {toml(evil)}\nurl = {toml('https://example.org/' + evil)}\n"
            "date = 2025-01-20\n"
        )
    fields = "".join(f"{name} = {toml(evil)}\n" for name in ("publisher", "title", "definition", "quote", "licence"))
    (root / "sources" / "ports.toml").write_text(f'url = "https://example.org/"\nretrieved = 2025-02-01\n{fields}')
    told = in_files(evil).replace('"', '""').replace("\x00", "")
    figures = (("a", 2024, 37.9), ("b", 2023, 36.2), ("c", 2014, 3.98))
    rows = "".join(f'{key},cargo,"{told}",{year},{value},million tonnes,"{told}"\n' for key, year, value in figures)
    (root / "sources" / "ports.csv").write_text(f"id,measure,place,period,value,unit,note\n{rows}", encoding="utf-8")
    build(root)
    desk = Desk(root, "ana")
    listed = desk.list_claims(parse_filter("", ()), "text")
    claims = [line.row.claim_id for line in desk.page(listed, 0, 99)]
    shown = desk.detail(claims[0]).detail
    seen = Seen(shown.line.document, shown.line.sentence, shown.line.text, 0)
    desk.close()
    for who, verdict in (("eve", f"v{evil[:30]}"), ("ben", "correct")):
        for claim in claims:
            at = "2025-03-01T10:00:00Z"
            append(root, Event(new_id(), at, who, "verdict", claim, verdict, (evil[:60],), evidence=(evil,), seen=seen))
            append(root, Event(new_id(), at, who, "note", claim, note=evil, seen=seen))
            append(root, Event(new_id(), at, who, "flag", claim, note=evil))
    append(root, Event(new_id(), "2025-03-01T10:00:00Z", "eve", "note", "nowhere", note=evil))
    reading = {"counted": evil, "value": 39_000_000}
    at = "2025-03-01T10:00:00Z"
    append(root, Event(new_id(), at, "eve", "correct_claim", claims[-1], note=evil, quantity=reading))
    (root / "reviews" / "bad.jsonl").write_text("{" + json.dumps(evil) + "\n")


def drawn(app: ReviewApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def looks_sane(app: ReviewApp) -> None:
    text = drawn(app)
    assert sorted(map(hex, map(ord, FORBIDDEN & set(text)))) == []
    assert app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL.keys())
async def test_every_screen_and_panel_shows_strangers_text_as_text(tmp_path: Path, evil: str, size: tuple[int, int]):
    make(tmp_path, evil)
    desk = Desk(tmp_path, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        screen = app.screen
        claim = by_text(desk, "38 million tonnes")
        screen.claims.move_to(desk.position(screen.listed, claim))
        await pilot.press("enter")
        await until(pilot, lambda: screen.shown_id == claim)
        for key in ("f2", "f3", "f4", "f5", "f6"):
            await pilot.press(key)
            await until(pilot, lambda: screen.view.tab == "claim" or bool(str(screen.query_one("#panel").render())))
            looks_sane(app)
        await pilot.press("f2", "space", "down", "space")
        for key, kind in (
            ("1", dialogs.ReasonsDialog), ("w", dialogs.NoteDialog), ("c", CorrectForm), ("i", ReferenceForm),
            ("a", WordsDialog), ("D", DeriveForm), ("slash", dialogs.FilterDialog), ("A", AdjudicationDialog),
            ("equals_sign", AgreementDialog), ("P", dialogs.ReadDialog), ("p", dialogs.ReadDialog),
            ("question_mark", dialogs.ReadDialog),
        ):  # fmt: skip
            if kind is DeriveForm and screen.view.observation is None:
                continue  # nothing can be made where a source with such text was refused
            await pilot.press(key)
            await until(pilot, lambda kind=kind: isinstance(app.screen, kind), 20)
            dialog = app.screen
            for field in dialog.query("Input"):
                field.value = in_files(evil)[:300]
            await pilot.pause()
            looks_sane(app)
            await pilot.press("escape")
            await until(pilot, lambda dialog=dialog: app.screen is not dialog)
        for key in ("d", "d", "o", "o", "y", "u", "u", "t"):
            await pilot.press(key)
            await pilot.pause()
            looks_sane(app)
        assert app.title == "workbench"  # what a stranger calls a case does not become the window's title
    desk.close()
