"""The form in which a reviewer says how a claim is to be read."""

from collections.abc import Awaitable, Callable, Mapping

from textual.content import Content
from textual.widgets import Input

from workbench.operations.desk_mend import Preview
from workbench.operations.plain import one_line, plain
from workbench.operations.wording import CHANGES
from workbench.quantity.model import KINDS
from workbench.tui import keys, words
from workbench.tui.form import Field, Form, Given

Show = Callable[[Given], Awaitable[Preview]]
Save = Callable[[Given], Awaitable[None]]


class CorrectForm(Form):
    """The fields of a quantity, with how it is read and compared as they stand."""

    TABLE = keys.FIELDS_DIALOG
    PLACE = "fields"
    BINDINGS = keys.bindings(TABLE)
    FIELDS = (
        Field("value", "38.5 million; or low and high of a range"),
        Field("low"),
        Field("high"),
        Field("unit", "tonnes, million tonnes, USD, %, people; empty for a plain count"),
        Field("modifier", "= ~ > >= < <= or about, nearly, over, at least", ("about", "nearly", "over", "at least")),
        Field("counted", "what is counted or weighed"),
        Field("period", "2024, 2024-03, 2024-03-18 or 2020/2024"),
        Field("change", ", ".join(CHANGES), CHANGES),
        Field("negated", "yes where the sentence denies it", ("yes", "no")),
        Field("kind", "count, money, mass, percent, multiple …", KINDS),
        Field("note", "why, in your own words"),
    )

    def __init__(  # noqa: PLR0913 - the claim and what is done with its fields
        self, title: str, read: Mapping[str, str], draft: Mapping[str, str], show: Show, save: Save,
        keep: Callable[[Given], None],
    ) -> None:  # fmt: skip
        super().__init__(title, {**read, **draft}, keep)
        self._read, self._show, self._save = dict(read), show, save

    def first_field(self, inputs: list[Input]) -> Input:
        """Where the number is."""
        return next((each for each in inputs[:2] if each.value), inputs[0])

    @property
    def changed(self) -> Given:
        """The fields that differ from how the claim is read."""
        told = {name: text for name, text in self.given.items() if text.strip() != self._read.get(name, "").strip()}
        if told.get("value", "").strip():
            # A number takes the place of the range that stood there.
            return {name: text for name, text in told.items() if name not in ("low", "high") or text.strip()}
        return told

    async def check(self) -> Content:
        """How it is read, and what follows."""
        return told(await self._show({name: text for name, text in self.changed.items() if name != "note"}))

    async def commit(self) -> bool:
        """Save the correction."""
        await self._save(self.changed)
        return True


def told(preview: Preview) -> Content:
    """How a quantity is read, and what follows from it."""
    look = words.comparison(preview.comparison or "no_reference")
    return Content.assemble(
        (f"→ {plain(preview.understood)}", "bold"), "\n", (f"{look} ", look.colour),
        (one_line(preview.why, 300), "$foreground-darken-3"),
        (f"\n{plain(preview.caution)}" if preview.caution else "", "$text-warning"),
    )  # fmt: skip
