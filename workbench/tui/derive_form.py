"""The form in which a figure is made of others that stand beside the claim."""

from collections.abc import Awaitable, Callable, Mapping

from textual.content import Content
from textual.widgets import Input

from workbench.operations.desk_second import Made
from workbench.operations.plain import plain
from workbench.references.derivation import told
from workbench.references.formula import FUNCTIONS
from workbench.tui import keys, words
from workbench.tui.form import Field, Form, Given

Show = Callable[[Given], Awaitable[Made]]
Save = Callable[[Made], Awaitable[None]]
FOLLOWING = ("measure", "id")


class DeriveForm(Form):
    """A function, its inputs, and where the figure is kept; what follows from these is filled in."""

    TABLE = keys.DERIVE_DIALOG
    PLACE = "derive"
    BINDINGS = keys.bindings(TABLE)
    FIELDS = (
        Field("function", ", ".join(FUNCTIONS), tuple(FUNCTIONS)),
        Field("inputs", "SOURCE/ID, SOURCE/ID, in this order"),
        Field("source", "the source whose table gets the row"),
        Field("measure", "what the figure measures, in words"),
        Field("id", "its own id in the source"),
        Field("place", "empty: the first input's"),
        Field("period", "empty: the first input's"),
        Field("note", "what a reader should know"),
    )

    def __init__(
        self, claim: str, given: Mapping[str, str], show: Show, save: Save, keep: Callable[[Given], None]
    ) -> None:  # fmt: skip
        super().__init__(f"Make a figure of others for {claim}", given, keep)
        self._show, self._save = show, save
        self._filled = dict.fromkeys(FOLLOWING, "")

    @property
    def typed(self) -> Given:
        """What stands in the fields, without what was filled in from the formula."""
        return {name: text for name, text in self.given.items() if text != self._filled.get(name)}

    async def check(self) -> Content:
        """What it comes to, and how the claim compares with it; names that nobody typed follow the formula."""
        made = await self._show(self.typed)
        for name in FOLLOWING:
            field = self.query_one(f"#field-{name}", Input)
            if field.value == self._filled[name] and not field.has_focus:
                self._filled[name] = field.value = plain(made.ready.row[name])
        look = words.comparison(made.comparison)
        return Content.assemble(
            (f"→ {plain(str(made.ready.formula))} = {told(made.ready.figure)}", "bold"), "\n",
            (f"{look}  ", look.colour), (plain(made.why), "$foreground-darken-3"),
        )  # fmt: skip

    async def commit(self) -> bool:
        """Save the row and link the figure."""
        await self._save(await self._show(self.typed))
        return True
