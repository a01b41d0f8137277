"""Every key of the screens, once: bindings, footer, help, command palette and docs/keys.md are made from here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from textual.binding import Binding, BindingType
from textual.keys import Keys, _character_to_key

from workbench.documents.settings import KeySetting
from workbench.errors import Problem
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
        wide: Whether a footer of a wide terminal has.
    """

    keys: tuple[str, ...]
    shown: str
    action: str
    label: str
    about: str
    footer: bool = False
    wide: bool = False

    @property
    def name(self) -> str:
        """What it is called in workbench.toml."""
        return self.action.partition("(")[0] if not self.action.startswith("tab(") else self.action.split("'")[1]

    @property
    def in_palette(self) -> bool:
        """Whether it makes sense without a key, in the command palette."""
        return "{key}" not in self.action and self.action not in _MOVES


_MOVES = {"up", "down", "page_up", "page_down", "first", "last", "back", "open"}
_INTRODUCTION = """\
`?` shows the keys for where you are, `Ctrl+P` the same commands by name. No command needs Alt, and none has only a
control key that terminals also send for another key. What is typed faster than the screen works waits its turn, and is
for what the keys before it lead to; behind a decision that could not be saved it is dropped.

Other keys for the commands of the list and the claim are set in `workbench.toml`, by the names in the last column:

```toml
[keys]
undo = "z"
next_undecided = ["n", "f8"]
```

A setting that names no command, or a key of another command, is said with its line, and changes nothing."""
_HABITS = """\
## Coming from other programs

Kept from them: `j` `k` `g` `G`, `/`, `?`, `q`, Esc, Enter, Tab, `[` `]` for panels, Ctrl+P for the palette, Ctrl+Z and
Ctrl+Y, Ctrl+D and Ctrl+U for a screen down and up, Ctrl+Q to leave. Where we differ:

| elsewhere | there | here | why |
|---|---|---|---|
| vim, less, lazygit | `n` `N` go from hit to hit | to what is left to decide | `/` lists hits only |
| lazygit | `d` deletes, `a` stages all | `x` dismisses one claim, `a` adds one | one claim at a time |
| Prodigy | `a` accepts, `x` rejects, Space ignores | digits decide, `s` puts off | a proposal is no answer |
| Prodigy | Backspace takes back | `u` or Ctrl+Z | Backspace goes back, as Esc does |
| lazygit | `z` takes back, Ctrl+Z does again | `u` or Ctrl+Z, `r` or Ctrl+Y | as editors have it |
| posting, harlequin | Ctrl+J sends or runs | Enter saves a verdict | terminals send Ctrl+J for Enter |
| vim | `h` `l` go left and right | ← → or `J` `K` change the claim | `l` links a figure |"""
_FILE = "workbench.toml"
_CONTROL = re.compile(r"ctrl\+[a-gj-ln-z]")  # ctrl+h, i and m are what terminals send for other keys
DIGITS = tuple("123456789")

REVIEW = (
    Key(DIGITS, "1–9", "verdict({key})", "verdict", "give this verdict; reasons, note, evidence follow, Enter saves"),
    Key(("w",), "w", "note", "note", "write a note on the claim", footer=True),
    Key(("s",), "s", "skip", "skip", "put the claim off; it comes back when the others are decided", footer=True),
    Key(("f",), "f", "flag", "flag", "mark the claim so that others look at it", wide=True),
    Key(("l",), "l", "link", "link", "say that the chosen observation answers the claim", footer=True),
    Key(("a",), "a", "add_claim", "add", "add a claim that was missed: choose its words in the text", wide=True),
    Key(("c",), "c", "correct", "correct", "correct a wrong number, unit or modifier", wide=True),
    Key(("x",), "x", "dismiss_claim", "dismiss", "say that this is no claim; it leaves the list, u brings it back"),
    Key(("i",), "i", "enter_figure", "figure in", "put in a reference figure without leaving the claim", wide=True),
    Key(("D",), "D", "derive", "derive", "make a figure of those that are marked, or the one that is offered"),
    Key(("u", "ctrl+z"), "u Ctrl+Z", "undo", "undo", "take back what you did last; again: what you did before that",
        footer=True),
    Key(("r", "ctrl+y"), "r Ctrl+Y", "redo", "redo", "do again what you took back", footer=True),
    Key(("n", "tab", "full_stop"), "n Tab .", "next_undecided", "next", "go to the next claim that is left to decide",
        footer=True),
    Key(("N", "shift+tab"), "N", "previous_undecided", "next above", "go to the claim before that is left to decide"),
    Key(("down", "j"), "↓ j", "down", "down", "the next claim; in an open claim the next observation"),
    Key(("up", "k"), "↑ k", "up", "up", "the claim before; in an open claim the observation before"),
    Key(("right", "J"), "→ J", "next_claim", "next", "the next claim, also while one is open"),
    Key(("left", "K"), "← K", "previous_claim", "previous", "the claim before, also while one is open"),
    Key(("pagedown", "ctrl+d", "ctrl+f"), "PgDn", "page_down", "page down", "one screen down"),
    Key(("space",), "Space", "mark", "mark", "in an open claim mark the figure, to make another of it; else PgDn"),
    Key(("pageup", "ctrl+u", "ctrl+b"), "PgUp", "page_up", "page up", "one screen up"),
    Key(("g", "home"), "g Home", "first", "first", "the first claim"),
    Key(("G", "end"), "G End", "last", "last", "the last claim"),
    Key(("enter",), "Enter", "open", "open", "open the claim: its text and the observations beside it"),
    Key(("escape", "backspace"), "Esc ⌫", "back", "back", "back to the list; there: end a reading or the filter"),
    Key(("f2",), "F2", "tab('claim')", "claim", "the claim in its text and the observations beside it"),
    Key(("f3",), "F3", "tab('chart')", "chart", "the figures over time with the claim among them"),
    Key(("f4",), "F4", "tab('tellings')", "tellings", "where else the same was told; verdicts here are for one alone"),
    Key(("f5",), "F5", "tab('similar')", "decided alike", "how claims of this kind and wording were decided"),
    Key(("f6",), "F6", "tab('history')", "history", "what was done to this claim, by whom and when"),
    Key(("v", "right_square_bracket"), "v ]", "next_tab", "next panel", "the next of these panels"),
    Key(("V", "left_square_bracket"), "V [", "previous_tab", "panel before", "the one before of these panels"),
    Key(("slash",), "/", "filter", "filter", "list only the claims that fit", footer=True),
    Key(("o",), "o", "order", "order", "order the list by worth checking, document, date or deviation"),
    Key(("d",), "d", "disagreements", "differ", "list the claims on which reviewers differ; again: all"),
    Key(("A",), "A", "adjudicate", "final", "the votes side by side, and the final verdict"),
    Key(("equals_sign",), "=", "agreement", "agreement", "how far the reviewers agree, and which claims pull it down"),
    Key(("m",), "m", "mine", "my share", "list your share of the claims; again: all"),
    Key(("P",), "P", "progress", "progress", "how far the review is, by kind, speaker and reviewer; time left"),
    Key(("p",), "p", "problems", "problems", "list what could not be read, with file and line"),
    Key(("b",), "b", "build", "build", "read the files again that have changed"),
    Key(("e",), "e", "edit", "edit", "open the document at the claim's line in $VISUAL or $EDITOR"),
    Key(("y",), "y", "copy", "copy", "copy the claim with its finding: to the clipboard and .workbench/copied.txt"),
    Key(("t",), "t", "theme", "theme", "dark, light, or the terminal's own colours"),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
    Key(("q",), "q", "leave", "quit", "leave; what you decided is saved already", footer=True),
)  # fmt: skip
# Headings of the help, by the command that each stands over.
_GROUPS = {
    "verdict({key})": "Decide", "add_claim": "What the machine missed or read wrong", "undo": "Take back, go on",
    "down": "Move", "tab('claim')": "Panels of a claim", "filter": "The list", "disagreements": "Several reviewers",
    "progress": "The case", "theme": "The program",
}  # fmt: skip
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
FIELDS_DIALOG = (
    Key(("ctrl+s", "f2"), "Ctrl+S F2", "save", "save", "save it as it is read", footer=True),
    Key(("enter", "down"), "Enter ↓", "next_field", "next field", "the next field", footer=True),
    Key(("up",), "↑", "previous_field", "field before", "the field before"),
    Key(("escape",), "Esc", "cancel", "close", "close; what you typed is kept until you quit", footer=True),
    Key(("f1",), "F1", "help", "help", "the keys for where you are", footer=True),
)
WORDS_DIALOG = (
    Key(("up", "down"), "↑ ↓", "line", "line", "a line up or down; PgUp and PgDn: a screen"),
    Key(("left",), "←", "move(-1)", "word", "a word back"),
    Key(("right",), "→", "move(1)", "word", "a word on", footer=True),
    Key(("shift+left", "less_than_sign"), "⇧← <", "extend(-1)", "extend", "choose a word more on the left"),
    Key(("shift+right", "greater_than_sign"), "⇧→ >", "extend(1)", "extend", "choose a word more on the right",
        footer=True),
    Key(("enter",), "Enter", "save", "add", "add the claim that the chosen words make", footer=True),
    Key(("f2", "c"), "F2 c", "fields", "fields", "say how the words are to be read, then add", footer=True),
    Key(("escape",), "Esc", "cancel", "cancel", "add nothing", footer=True),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
)  # fmt: skip
FIGURE_DIALOG = (
    Key(("ctrl+s", "f2"), "Ctrl+S F2", "save", "save", "save the figure in sources/", footer=True),
    Key(("f4",), "F4", "save_and_link", "save+link", "save it and say that it answers this claim", footer=True),
    Key(("right",), "→", "complete", "complete", "take over what is suggested in grey", footer=True),
    Key(("enter", "down"), "Enter ↓", "next_field", "next", "the next field", footer=True),
    Key(("up",), "↑", "previous_field", "field before", "the field before"),
    Key(("f8",), "F8", "begin_again", "begin again", "drop what you typed", footer=True),
    Key(("escape",), "Esc", "cancel", "close", "close; what you typed is kept until you quit", footer=True),
    Key(("f1",), "F1", "help", "help", "the keys for where you are", footer=True),
)
DERIVE_DIALOG = (
    Key(("ctrl+s", "f2"), "Ctrl+S F2", "save", "save+link", "save the figure and say that it answers this claim",
        footer=True),
    Key(("right",), "→", "complete", "complete", "take over what is suggested in grey", footer=True),
    Key(("enter", "down"), "Enter ↓", "next_field", "next", "the next field", footer=True),
    Key(("up",), "↑", "previous_field", "field before", "the field before"),
    Key(("escape",), "Esc", "cancel", "close", "close; what you typed is kept until you quit", footer=True),
    Key(("f1",), "F1", "help", "help", "the keys for where you are", footer=True),
)  # fmt: skip
ADJUDICATION = (
    Key(DIGITS, "1–9", "verdict({key})", "final", "give this final verdict; reasons, note, evidence follow",
        footer=True),
    Key(("n", "right"), "n →", "next(1)", "next", "the next claim on which reviewers differ", footer=True),
    Key(("N", "left"), "N ←", "next(-1)", "before", "the one before"),
    Key(("u",), "u", "undo", "undo", "take back what you did last", footer=True),
    Key(("down", "j"), "↓ j", "down", "down", "one line down"),
    Key(("up", "k"), "↑ k", "up", "up", "one line up"),
    Key(("pagedown", "space"), "PgDn Space", "page_down", "page down", "one screen down"),
    Key(("pageup",), "PgUp", "page_up", "page up", "one screen up"),
    Key(("escape", "q", "A"), "Esc q", "cancel", "close", "back to the list", footer=True),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
)  # fmt: skip
AGREEMENT = (
    Key(("enter",), "Enter", "save", "go there", "go to the chosen claim", footer=True),
    Key(("down", "j"), "↓ j", "choose(1)", "next claim", "the next of the claims that pull it down", footer=True),
    Key(("up", "k"), "↑ k", "choose(-1)", "claim before", "the one before"),
    Key(("pagedown", "space"), "PgDn Space", "page_down", "more", "one screen down in the figures", footer=True),
    Key(("pageup",), "PgUp", "page_up", "page up", "one screen up"),
    Key(("escape", "q"), "Esc q", "cancel", "close", "stop counting, close", footer=True),
    Key(("question_mark", "f1"), "? F1", "help", "help", "the keys for where you are", footer=True),
)
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
    "fields": ("How a claim is read", FIELDS_DIALOG),
    "words": ("Words of a missed claim", WORDS_DIALOG),
    "figure": ("A reference figure", FIGURE_DIALOG),
    "derive": ("A figure made of others", DERIVE_DIALOG),
    "adjudication": ("Votes side by side", ADJUDICATION),
    "agreement": ("How far reviewers agree", AGREEMENT),
    "filter": ("Filter", FILTER_DIALOG),
    "reading": ("Help and problems", READ_DIALOG),
    "quit": ("Quitting with unsaved drafts", QUIT_DIALOG),
}


def bindings(table: Iterable[Key]) -> list[BindingType]:
    """The bindings of a screen."""
    return [
        Binding(name, key.action.format(key=name), key.label, show=False, key_display=key.shown, id=_identity(key))
        for key in table
        for name in key.keys
    ]


def _identity(key: Key) -> str | None:
    """By what a command's keys can be replaced; the digits cannot: they are the verdicts."""
    return None if "{key}" in key.action else key.name


def remapped(wanted: Sequence[KeySetting]) -> tuple[tuple[Key, ...], list[Problem]]:
    """The keys of the review screen with those that a case sets, and what is wrong with what it sets.

    A setting that names no command, a key that there is not, or a key of another command changes nothing.
    """
    table = {key.name: key for key in REVIEW}
    problems = []
    for setting in wanted:
        problem = _why_not(setting, table)
        if problem is not None:
            problems.append(problem)
            continue
        names = tuple(name for told in setting.keys if (name := _key_name(told)))
        table[setting.command] = replace(table[setting.command], keys=names, shown=" ".join(setting.keys))
    return _without_clashes(table, wanted, problems), problems


def _why_not(setting: KeySetting, table: dict[str, Key]) -> Problem | None:
    """What keeps a setting from counting: no such command, no such key."""
    known = [name for name, key in table.items() if _identity(key)]
    if setting.command not in known:
        near = get_close_matches(setting.command, known, 1)
        hint = f"{f'Did you mean {near[0]}? ' if near else ''}The names are in docs/keys.md"
        return Problem(f"no command of the review screen is called {setting.command[:40]!a}", hint, _FILE, setting.line)
    unreal = next((told for told in setting.keys if _key_name(told) is None or told in DIGITS), None)
    if unreal is not None:
        hint = 'Write a character that is no digit, or a name such as "f5", "ctrl+z", "space", "pageup"'
        return Problem(f"{unreal[:40]!a} is no key for a command", hint, _FILE, setting.line)
    return None


def _without_clashes(table: dict[str, Key], wanted: Sequence[KeySetting], problems: list[Problem]) -> tuple[Key, ...]:
    """The table where no key gives two commands; a setting that makes one is taken back, and said."""
    usual = {key.name: key for key in REVIEW}
    for setting in wanted:
        mine = table.get(setting.command)
        if mine is None or mine == usual[setting.command]:
            continue
        others = (key for key in table.values() if key.name != mine.name and set(key.keys) & set(mine.keys))
        other = next(others, None)
        if other is not None:
            key = next(iter(set(other.keys) & set(mine.keys)))
            hint = f"Give {other.name} another key too, or choose another one for {mine.name}"
            problems.append(Problem(f"{key} is a key of {other.name}", hint, _FILE, setting.line))
            table[setting.command] = usual[setting.command]
    return tuple(table.values())


def _key_name(told: str) -> str | None:
    """Textual's name of a key as people write it, or None for what is no key."""
    if len(told) == 1:
        return _character_to_key(told)
    base = told.lower().removeprefix("ctrl+").removeprefix("shift+")
    if told.lower().startswith("ctrl+") and len(base) == 1:
        return told.lower() if _CONTROL.fullmatch(told.lower()) else None
    known = {key.value for key in Keys} | {"space"}
    return told.lower() if base in known or told.lower() in known else None


def grouped(table: Iterable[Key]) -> list[tuple[str, list[Key]]]:
    """The keys of a table under their headings; without any under an empty one."""
    groups: list[tuple[str, list[Key]]] = []
    for key in table:
        heading = _GROUPS.get(key.action, "") if "{key}" not in key.action or key in REVIEW else ""
        if heading or not groups:
            groups.append((heading, []))
        groups[-1][1].append(key)
    return groups


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
        if table is REVIEW:
            parts.append(f"## {title}")
            for heading, group in grouped(table):
                rows = "\n".join(f"| {key.shown} | {key.about} | {_identity(key) or ''} |" for key in group)
                parts.append(f"### {heading}\n\n| key | what it does | name in `[keys]` |\n|---|---|---|\n{rows}")
            continue
        rows = "\n".join(f"| {key.shown} | {key.about} |" for key in table)
        parts.append(f"## {title}\n\n| key | what it does |\n|---|---|\n{rows}")
        if table is REASONS_DIALOG:
            letters = (f"| {letter} | {reason.label}: {reason.meaning} |" for letter, reason in reason_letters())
            parts[-1] += "\n" + "\n".join(letters)
    return "\n\n".join([*parts, _HABITS]) + "\n"
