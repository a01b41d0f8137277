"""What somebody sees who opens the review screen for the first time: how a claim is decided, in a few lines."""

from workbench.tui.dialogs import RowsDialog

_STEPS = (
    ("↓ ↑", "The list: every number that the texts claim, the most worth checking first."),
    ("Enter", "opens one: its text, and the published figures that may answer it."),
    ("j k", "choose another figure there; F3 draws it over time."),
    ("1–9", "give a verdict: the machine proposes ‹so›, only you decide."),
    ("", "Letters add reasons, Tab leads to note and evidence, Enter saves."),
    ("n", "goes on to what is undecided. u takes back what you did last, r does it again."),
    ("/", "lists only what fits. P says how far you are. ? shows all keys."),
)


class TourDialog(RowsDialog):
    """The lines."""

    def __init__(self) -> None:
        super().__init__("How it goes", [("", list(_STEPS))])
