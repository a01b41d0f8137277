"""The command source import."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.asking import ask, on_terminal
from workbench.cli.output import case_root, named, say, table, warn
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError

if TYPE_CHECKING:
    from workbench.operations.sources.imports import Read, Ready, Said, Wanted
    from workbench.operations.sources.opened import Opened
    from workbench.references.importers.mapping import ColumnMap
    from workbench.references.importers.model import About

PREVIEW = 20
ASKED = ("measure", "place", "period", "value", "unit")


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="NAME", help="The source: the stem of its files in sources/.")
@click.option("--mapping", metavar="FILE", help="What the columns hold, as TOML; kept as sources/NAME.mapping.toml.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="The same, one column at a time.")
@click.option("--place", "places", multiple=True, metavar="PLACE", help="Only figures of this place (name or code).")
@click.option("--measure", "measures", multiple=True, metavar="TEXT", help="Only measures with this text, or a series.")
@click.option("--period", default="", metavar="PERIOD", help="Only figures of periods in it, such as 2015/2024.")
@click.option("--as-measure", default="", metavar="TEXT", help="Call what is measured so.")
@click.option("--as-place", default="", metavar="TEXT", help="Call the place so.")
@click.option("--unit", metavar="UNIT", help="The unit, where the file names none that is known.")
@click.option("--vintage", default="", metavar="DAY", help="When the figures were published, to keep older ones too.")
@click.option("--publisher", default="", metavar="TEXT", help="Where the file does not say.")
@click.option("--title", default="", metavar="TEXT", help="Where the file does not say, or in your words.")
@click.option("--url", default="", metavar="URL", help="Where you found it.")
@click.option("--retrieved", default="", metavar="DAY", help="When you downloaded it, else the day the file was saved.")
@click.option("--licence", default="", metavar="TEXT", help="Such as CC BY 4.0.")
@click.option("--encoding", default="", metavar="NAME", help="Of a text that is neither UTF-8 nor UTF-16: cp1252.")
@click.option("--decimal", type=click.Choice([".", ","]), help="What stands before decimals, where it is unclear.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
@click.option("--yes", is_flag=True, help="Take it all, however much it is.")
@click.pass_context
def import_(  # noqa: PLR0913 - the options of the command
    ctx: click.Context, /, file: str, name: str | None, mapping: str | None, columns: tuple[str, ...],
    encoding: str, sheet: str, decimal: str | None, *, dry_run: bool, yes: bool, **asked: str | tuple[str, ...] | None,
) -> None:  # fmt: skip
    """Import a publisher's file: what it says, with where it comes from; nothing is downloaded.

    Recognised by their content: World Bank, Eurostat, OECD and other SDMX-CSV, Our World in Data, FAOSTAT, UN, IMF,
    WHO, ILO, FRED, SIPRI and more; as CSV, in a zip, or as .xlsx. Any other table by --column or --mapping. Numbers
    stay as they are written.

    \b
    Examples:
      workbench source import API_SP.POP.TOTL_DS2_en_csv_v2.zip --place Norway --period 2015/2024
      workbench source import GDP.csv --unit "USD billion" --as-measure "gross domestic product" --as-place "Norway"
      workbench source import ports.csv --name ports --as-measure "cargo handled" --column period=Year \\
        --column value=Tonnes --unit t --publisher "Port authority" --title Cargo --url https://example.org/ports
    """
    from workbench.operations.sources import imports, layout, opened
    from workbench.references.importers.model import About

    root = case_root(ctx)
    name = None if name is None else _checked_name(name)
    found_map = _columns(columns, asked)
    found_map = found_map or imports.choose_map(root, named(mapping) if mapping else None, name)
    sheet = sheet or (found_map.sheet if found_map else "")
    source_file = opened.open_file(named(file), encoding=encoding, sheet=sheet)
    if found_map is None and not layout.recognised(source_file) and on_terminal():
        found_map = _ask_columns(layout.header_names(source_file.tables[0]))
    found_map = replace(found_map, decimal=decimal) if found_map and decimal else found_map
    said = imports.Said(
        str(asked["as_measure"]), str(asked["as_place"]), asked["unit"] if isinstance(asked["unit"], str) else None,
        str(asked["vintage"]), decimal or "",
    )  # fmt: skip
    wanted = imports.Wanted(_texts(asked["places"]), _texts(asked["measures"]), str(asked["period"]))
    found = _read(source_file, found_map, wanted, said)
    _confirm_many(len(found.figures), yes=yes or dry_run)
    told = About(**{key: str(asked[key]) for key in ("publisher", "title", "url", "retrieved", "licence")})
    about = found.about.told(told)
    name = name or _name(about)
    about = about if dry_run else _described(root, name, about, source_file)
    ready = imports.prepare(root, name, found)
    _tell(found, ready, name)
    if dry_run:
        _preview(ready)
    elif ready.new:
        fields = {**{k: v for k, v in asdict(about).items() if k != "name"}, "file_sha256": found.sha256}
        dataset = about.dataset or ("" if found.columns else found.layout)
        fields["dataset"] = f"{dataset} ({found.whole})" if dataset else found.whole
        fresh = not (root / "sources" / f"{name}.toml").exists()
        paths = imports.save(root, name, fields, ready, found.columns)
        if not fresh:
            say(f"sources/{name}.toml stays as it is; it names the file that was imported first.")
        for path in paths:
            click.echo(str(path.relative_to(root)))
    warn([*found.problems, *ready.problems])
    if not ready.new and not ready.known:
        ctx.exit(EXIT_DATA)


def _checked_name(name: str) -> str:
    from workbench.operations.sources.files import source_name

    return source_name(name)


def _texts(value: "str | tuple[str, ...] | None") -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _columns(given: Sequence[str], asked: Mapping[str, object]) -> "ColumnMap | None":
    """The description of columns that was given in options, with what is the same in every row.

    Raises:
        WorkbenchError: One of them is no FIELD=COLUMN.
    """
    from workbench.references.importers.mapping import FIELDS, ColumnMap

    if not given:
        return None
    columns: dict[str, str] = {}
    for pair in given:
        field, sign, column = pair.partition("=")
        if not sign or field not in FIELDS or not column:
            hint = f"Write --column FIELD=COLUMN; a field is one of {', '.join(FIELDS)}"
            raise WorkbenchError(f"--column {pair[:60]!r} cannot be read", hint, code=EXIT_USAGE)
        columns[field] = column
    same = {"measure": asked["as_measure"], "place": asked["as_place"], "unit": asked["unit"]}
    fixed = {field: text for field, text in same.items() if isinstance(text, str) and text and field not in columns}
    needed = ("measure", "period") if columns.get("period") == "*" else ("measure", "period", "value")
    lacking = [field for field in needed if field not in columns and field not in fixed]
    if lacking:
        what = f"No column is given for {lacking[0]}"
        raise WorkbenchError(what, f"Add --column {lacking[0]}=COLUMN", code=EXIT_USAGE)
    return ColumnMap(columns, fixed)


def _ask_columns(names: list[str]) -> "ColumnMap":
    """Ask which column holds what."""
    from workbench.references.importers.mapping import ColumnMap

    say(f"The layout is not known. The columns are: {', '.join(names)}")
    say("Type the name of a column, or =TEXT for what is the same in every row; * as period: each column of a period.")
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}
    for field in ASKED:
        if field == "value" and columns.get("period") == "*":
            continue
        given = str(click.prompt(field, default="" if field in ("place", "unit") else None, err=True)).strip()
        while given and not given.startswith("=") and given not in names and (field, given) != ("period", "*"):
            say(f"There is no column {given!r}.")
            given = str(click.prompt(field, err=True)).strip()
        if given.startswith("="):
            fixed[field] = given[1:].strip()
        elif given:
            columns[field] = given
    return ColumnMap(columns, fixed)


def _read(source_file: "Opened", columns: "ColumnMap | None", wanted: "Wanted", said: "Said") -> "Read":
    """Read with a line that counts, on a terminal."""
    from rich.console import Console

    from workbench.operations.sources.imports import read

    console = Console(stderr=True)
    if not console.is_terminal:
        return read(source_file, columns, wanted, said)
    with console.status("Reading") as status:
        return read(source_file, columns, wanted, said, lambda count: status.update(f"Reading: {count:,} figures"))


def _confirm_many(count: int, *, yes: bool) -> None:
    from workbench.operations.sources.imports import MANY

    if count <= MANY or yes:
        return
    what = f"These are {count:,} figures"
    hint = "Take a part with --place, --measure or --period, or all of them with --yes"
    if not on_terminal():
        raise WorkbenchError(what, hint, code=EXIT_USAGE)
    say(f"{what}. {hint}.")
    click.confirm("Take all of them?", abort=True, err=True)


def _name(about: "About") -> str:
    if about.name:
        return about.name
    if not on_terminal():
        raise WorkbenchError("The source has no name", "Give it with --name NAME", code=EXIT_USAGE)
    return _checked_name(str(click.prompt("name of the source", err=True)))


def _described(root: Path, name: str, about: "About", source_file: "Opened") -> "About":
    """What the source's description says, with what had to be asked for.

    Raises:
        WorkbenchError: Something is missing and there is nobody to ask.
    """
    from workbench.operations.sources.add import checked, is_new

    if not is_new(root, name):
        return about
    if not about.retrieved:
        about = replace(about, retrieved=source_file.saved_on.isoformat())
        say(f"Retrieved: {about.retrieved}, the day the file was saved; else give --retrieved.")
    about = replace(about, retrieved=checked("retrieved", about.retrieved))
    missing = [key for key in ("publisher", "title", "url") if not getattr(about, key)]
    if missing and not on_terminal():
        what = f"The file does not say its {missing[0]}"
        raise WorkbenchError(what, "Give " + " ".join(f"--{key} …" for key in missing), code=EXIT_USAGE)
    for key in missing:
        about = replace(about, **{key: ask(key, checked)})
    return replace(about, url=checked("url", about.url))


def _tell(found: "Read", ready: "Ready", name: str) -> None:
    from workbench.operations.sources.doubts import understood

    say(f"{found.layout}: {found.seen:,} figures, {len(found.figures):,} of them wanted")
    if ready.new:
        first = ready.new[0]
        say(f"  such as {first.measure}, {first.place or 'no place'}, {first.period}: {understood(first)}")
    left = len(found.figures) - len(ready.new) - ready.known
    say(f"{len(ready.new):,} new in {name}, {ready.known:,} there already, {left:,} repeated or left out")
    if ready.lost:
        say(f"  The table there has no column {' and '.join(ready.lost)}, so these were not kept.")


def _preview(ready: "Ready") -> None:
    rows = [(o.observation_id, o.measure, o.place, o.period, o.value, o.unit, o.flag) for o in ready.new[:PREVIEW]]
    table("", ("id", "measure", "place", "period", "value", "unit", "flag"), rows, right=("value",))
    say(f"The first {len(rows)} of {len(ready.new):,}; nothing was written.")
