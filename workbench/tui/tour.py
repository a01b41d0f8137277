"""What somebody sees who opens the review screen for the first time: how a claim is decided, in six lines."""

from textual.content import Content

from workbench.tui.dialogs import ReadDialog

_STEPS = (
    ("↓ ↑", "The list holds every number that the texts of this case claim, the most worth checking first."),
    ("Enter", "opens one: its text, and beside it the published figures that may answer it, each held against it."),
    ("j k", "choose another figure there, F3 draws it over time. The machine proposes ‹so›; only you decide."),
    ("1–9", "give a verdict. Letters add reasons, Tab leads to note and evidence, Enter saves: on the disk, at once."),
    ("n", "goes on to what is undecided. u takes back what you did last, as often as you like; r does it again."),
    ("/", "lists only what fits: state:open kind:money, or words. P says how far you are. ? shows all keys."),
)


class TourDialog(ReadDialog):
    """The six lines."""

    def __init__(self) -> None:
        rows = [Content.assemble((f"{key:<7}", "bold $text-accent"), about) for key, about in _STEPS]
        super().__init__("How it goes", Content("\n\n").join(rows))
