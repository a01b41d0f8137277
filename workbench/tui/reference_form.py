"""The form in which a reference figure is entered beside the claim that it answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from textual.content import Content
from textual.widgets import Input

from workbench.operations.plain import plain
from workbench.operations.sources.entry import Entry
from workbench.tui import keys
from workbench.tui.form import Field, Form, Given

Check = Callable[[Given], Awaitable[Entry]]
ABOUT_SOURCE = ("publisher", "title", "url", "retrieved", "licence")


class Save(Protocol):
    """Saves a figure, and links it to the claim where that is asked for."""

    async def __call__(self, given: Given, *, link: bool) -> None:
        """Save it, or raise a WorkbenchError."""


class ReferenceForm(Form):
    """A figure and, where it is new, its source; saved into ``sources/`` as lines behind those that are there."""

    TABLE = keys.FIGURE_DIALOG
    PLACE = "figure"
    BINDINGS = keys.bindings(TABLE)

    def __init__(  # noqa: PLR0913 - what it is for, what it begins with, and what is done with it
        self, claim: str, given: Mapping[str, str], known: Mapping[str, list[str]], check: Check, save: Save,
        keep: Callable[[Given], None], fresh: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"A reference figure{f' for {claim}' if claim else ''}", given, keep, fresh)
        self._known, self._check, self._save = known, check, save
        self._confirmed: Given | None = None

    def fields(self) -> tuple[Field, ...]:
        """The source, its description where it is new, the figure."""
        told = {
            "name": "the source: the name of its files, such as rosatom",
            "publisher": "who published it", "title": "what the publication is called", "url": "https://…",
            "measure": "what the figure measures, in words", "place": "of which place",
            "period": "2024, 2024-03, 2024-03-18 or 2020/2024", "value": "37.9; or low and high",
            "unit": "million tonnes, %, people …", "low": "lower end of an interval", "high": "upper end",
            "vintage": "the day this figure was published, if there are several",
            "flag": "such as estimate, projection", "note": "what a reader should know",
            "retrieved": "the day you looked it up", "licence": "such as CC BY 4.0",
        }  # fmt: skip
        return tuple(Field(name, hint, tuple(self._known.get(name, ()))) for name, hint in told.items())

    def first_field(self, inputs: list[Input]) -> Input:
        """The first one that is empty."""
        return next((each for each in inputs if not each.value), inputs[0])

    @property
    def filled(self) -> Given:
        """What was typed, without what is empty."""
        return {name: text for name, text in self.given.items() if text.strip()}

    async def check(self) -> Content:
        """How the figure is understood; what of it cannot be used, and what looks wrong."""
        entry = await self._check(self.filled)
        for name in ABOUT_SOURCE:
            for row in self.query(f"#row-{name}"):
                row.display = entry.is_new
        lines = [Content.styled(f"→ {plain(entry.echo)}", "bold")] if entry.echo else []
        lines += [Content.styled(plain(text), "$text-warning") for text in (*entry.wrong, *entry.cautions)]
        if entry.missing:
            lines.append(Content.styled(f"still needed: {', '.join(entry.missing)}", "$foreground-darken-3"))
        return Content("\n").join(lines)

    async def commit(self) -> bool:
        """Save the figure; what looks wrong is asked about once."""
        return await self._commit(link=False)

    def action_save_and_link(self) -> None:
        """Save the figure and link it."""
        self.save(self._commit_and_link)

    async def _commit_and_link(self) -> bool:
        return await self._commit(link=True)

    async def _commit(self, *, link: bool) -> bool:
        given = self.filled
        entry = await self._check(given)
        if entry.doubts and self._confirmed != given:
            self._confirmed = given
            self.warn([*entry.doubts, "The same key again saves it as it is."])
            return False
        await self._save(given, link=link)
        return True
