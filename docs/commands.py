"""Write docs/commands.md: every command with its options, as the program has them.

Usage: python docs/commands.py
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from workbench.cli.main import cli

HEAD = """# Every command

This page is written by `python docs/commands.py` from the program itself; `workbench COMMAND --help` says the same.
`-C DIR` and `--reviewer NAME` stand before the command or behind it: `workbench -C my-case --reviewer ann undo` is the
same as `workbench undo -C my-case --reviewer ann`. Behind `export`, `--reviewer` says whose verdicts count.
"""


def every(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and what stands below it, each with its whole name."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from every(found, f"{name} {below}")


def section(name: str, command: click.Command) -> str:
    """One command: how it is called, what it does, its options."""
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    told = inspect.cleandoc(command.help or "").replace("\b\n", "")
    words, *examples = told.split("Examples:" if "Examples:" in told else "Example:")
    parts = [f"## {name}", f"`{usage}`", words.strip()]
    if examples:
        parts.append(f"```\n{inspect.cleandoc(examples[0])}\n```")
    rows = [_row(each) for each in command.params if isinstance(each, click.Option) and not each.hidden]
    if rows:
        parts.append("\n".join(["| option | what it says |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _row(option: click.Option) -> str:
    written = ", ".join([*option.opts, *option.secondary_opts])
    if isinstance(option.type, click.Choice):
        written += f" {'|'.join(option.type.choices)}"
    elif not option.is_flag:
        written += f" {option.metavar or option.type.name.upper()}"
    return f"| `{written.replace('|', chr(92) + '|')}` | {(option.help or '').replace('|', chr(92) + '|')} |"


def page() -> str:
    """The whole page."""
    return "\n\n".join([HEAD.strip(), *(section(name, command) for name, command in every(cli, "workbench"))]) + "\n"


if __name__ == "__main__":
    target = Path(__file__).with_name("commands.md")
    target.write_text(page(), encoding="utf-8")
    print(f"wrote {target}")
