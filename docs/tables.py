"""Write the list of tables into docs/sql.md, from the comments that the database itself carries.

python docs/tables.py
"""

from pathlib import Path

from workbench.store.schema import TABLES
from workbench.store.sql import DOCUMENTED
from workbench.store.views import VIEWS

PAGE = Path(__file__).parent / "sql.md"
BEGIN, END = "<!-- begin tables -->", "<!-- end tables -->"


def tables() -> str:
    """Every table and view that others may build on, with its columns, as Markdown."""
    told = {name: (meaning, [(c, about) for c, _, about in columns]) for name, (meaning, columns) in TABLES.items()}
    told |= {name: (meaning, list(columns.items())) for name, _, meaning, columns in VIEWS}
    parts = []
    for name in DOCUMENTED:
        meaning, columns = told[name]
        rows = [f"| `{column}` | {about.replace('|', chr(92) + '|')} |" for column, about in columns]
        parts.append("\n".join([f"### {name}", "", f"{meaning}.", "", "| column | meaning |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def page(text: str) -> str:
    """The page with the list as it is now."""
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END, 1)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE)
