"""Every key of the screens, once: bindings, footer, help, command palette and docs/keys.md are made from here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from workbench.reviews.scale import REASONS, Choice


@dataclass(frozen=True, slots=True)
class Key:
    """A command and the keys that give it.

    Attributes:
        keys: Textual's names; any of them will do.
        shown: As people read them.
        action: The action of the screen; ``{key}`` stands for the key itself.
        label: One or two words, for the footer.
        about: One line, for the help.
        footer: Whether the footer has room for it.
    """

    keys: tuple[str, ...]
    shown: str
    action: str
    label: str
    about: str
    footer: bool = False

    @property
    def in_palette(self) -> bool:
        """Whether it makes sense without a key, in the command palette."""
        return "{key}" not in self.action and self.action not in _MOVES


_MOVES = {"up", "down", "page_up", "page_down", "first", "last", "back", "open"}
_INTRODUCTION = """\
`?` shows the keys for where you are, `Ctrl+P` the same commands by name. No command needs Alt, and none has only a
control key that terminals also send for another key."""
DIGITS = tuple("123456789")

REVIEW = (
    Key(DIGITS, "1–9", "verdict({key})", "verdict", "give this verdict; reasons, note, evidence follow, Enter saves"),
    Key(("w",), "w", "note", "note", "write a note on the claim", footer=True),
    Key(("s",), "s", "skip", "skip", "put the claim off; it comes back when the others are decided", footer=True),
    Key(("f",), "f", "flag", "flag", "mark the claim so that others look at it"),
    Key(("l",), "l", "link", "link", "say that the chosen observation answers the claim", footer=True),
    Key(("u",), "u", "undo", "undo", "take back what you did last; again: what you did before that", footer=True),
    Key(("r",), "r", "redo", "redo", "do again what you took back", footer=True),
    Key(("n", "tab", "full_stop"), "n Tab .", "next_undecided", "next", "go to the next claim that is left to decide",
        footer=True),
    Key(("N", "shift+tab"), "N", "previous_undecided", "next above", "go to the claim before that is left to decide"),
    Key(("down", "j"), "↓ j", "down", "down", "the next claim; in an open claim the next observation"),
    Key(("up", "k"), "↑ k", "up", "up", "the claim before; in an open claim the observation before"),
    Key(("right", "J"), "→ J", "next_claim", "next", "the next claim, also while one is open"),
    Key(("left", "K"), "← K", "previous_claim", "previous", "the claim before, also while one is open"),
    Key(("pagedown", "space"), "PgDn Space", "page_down", "page down", "one screen down"),
    Key(("pageup",), "PgUp", "page_up", "page up", "one screen up"),
    Key(("g", "home"), "g Home", "first", "first", "the first claim"),
    Key(("G", "end"), "G End", "last", "last", "the last claim"),
    Key(("enter",), "Enter", "open", "open", "open the claim: its text and the observations beside it"),
    Key(("escape", "backspace"), "Esc ⌫", "back", "back", "back to the list; there: take the filter away"),
    Key(("f2",), "F2", "tab('claim')", "claim", "the claim in its text and the observations beside it"),
    Key(("f3",), "F3", "tab('chart')", "chart", "the figures over time with the claim among them"),
    Key(("f4",), "F4", "tab('tellings')", "tellings", "where else, and when, the same claim was told"),
    Key(("f5",), "F5", "tab('similar')", "decided alike", "how claims of this kind and wording were decided"),
    Key(("f6",), "F6", "tab('history')", "history", "what was done to this claim, by whom and when"),
    Key(("v",), "v", "next_tab", "next panel", "the next of these panels"),
    Key(("V",), "V", "previous_tab", "panel before", "the one before of these panels"),
    Key(("slash",), "/", "filter", "filter", "list only the claims that fit", footer=True),
    Key(("o",), "o", "order", "order", "order the list by worth checking, document, date or deviation"),
    Key(("P",), "P", "progress", "progress", "how far the review is, by kind, speaker and reviewer; time left"),
    Key(("p",), "p", "problems", "problems", "list what could not be read, with file and line"),
    Key(("b",), "b", "build", "build", "read the files again that have changed"),
    Key(("t",), "t", "theme", "theme", "light or dark"),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
    Key(("q",), "q", "leave", "quit", "leave; what you decided is saved already", footer=True),
)  # fmt: skip
REASONS_DIALOG = (
    Key(("enter",), "Enter", "save", "save", "save the verdict with the reasons that are marked", footer=True),
    Key(("tab",), "Tab", "next_field", "note, evidence", "to the note, to the evidence, and back", footer=True),
    Key(("escape",), "Esc", "cancel", "cancel", "give no verdict; a note stays as a draft", footer=True),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
)
NOTE_DIALOG = (
    Key(("ctrl+s", "f2"), "Ctrl+S F2", "save", "save", "save the note; an empty one removes the one before",
        footer=True),
    Key(("escape",), "Esc", "cancel", "keep draft", "close; what you wrote stays as a draft until you quit",
        footer=True),
    Key(("f1",), "F1", "help", "help", "the keys for where you are", footer=True),
)  # fmt: skip
FILTER_DIALOG = (
    Key(("enter",), "Enter", "apply", "apply", "list the claims that fit; nothing typed: all", footer=True),
    Key(("tab",), "Tab →", "complete", "complete", "take over the word that is suggested", footer=True),
    Key(("escape",), "Esc", "cancel", "cancel", "leave the list as it is", footer=True),
    Key(("f1",), "F1", "help", "help", "the keys for where you are", footer=True),
)
READ_DIALOG = (
    Key(("escape", "q", "enter"), "Esc q", "cancel", "close", "close", footer=True),
    Key(("down", "j"), "↓ j", "down", "down", "one line down"),
    Key(("up", "k"), "↑ k", "up", "up", "one line up"),
    Key(("pagedown", "space"), "PgDn Space", "page_down", "page down", "one screen down"),
    Key(("pageup",), "PgUp", "page_up", "page up", "one screen up"),
)
QUIT_DIALOG = (
    Key(("q", "y"), "q y", "save", "quit", "quit and lose the drafts", footer=True),
    Key(("escape", "n"), "Esc n", "cancel", "stay", "stay", footer=True),
)

PLACES: dict[str, tuple[str, tuple[Key, ...]]] = {
    "review": ("Claims", REVIEW),
    "reasons": ("Reasons of a verdict", REASONS_DIALOG),
    "note": ("Note", NOTE_DIALOG),
    "filter": ("Filter", FILTER_DIALOG),
    "reading": ("Help and problems", READ_DIALOG),
    "quit": ("Quitting with unsaved drafts", QUIT_DIALOG),
}


def bindings(table: Iterable[Key]) -> list[BindingType]:
    """The bindings of a screen."""
    return [
        Binding(name, key.action.format(key=name), key.label, show=False, key_display=key.shown)
        for key in table
        for name in key.keys
    ]


def reason_letters() -> Iterator[tuple[str, Choice]]:
    """Each reason with its letter: the first one of its name that none before it has."""
    taken: set[str] = set()
    for reason in REASONS:
        letter = next(letter for letter in reason.name if letter not in taken)
        taken.add(letter)
        yield letter, reason


def markdown() -> str:
    """docs/keys.md."""
    parts = [
        "# Keys of the review screen",
        _INTRODUCTION,
    ]
    for title, table in PLACES.values():
        rows = "\n".join(f"| {key.shown} | {key.about} |" for key in table)
        parts.append(f"## {title}\n\n| key | what it does |\n|---|---|\n{rows}")
        if table is REASONS_DIALOG:
            letters = (f"| {letter} | {reason.label}: {reason.meaning} |" for letter, reason in reason_letters())
            parts[-1] += "\n" + "\n".join(letters)
    return "\n\n".join(parts) + "\n"
