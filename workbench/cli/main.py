"""The entry point: commands are imported when they are called, so that ``workbench --help`` starts at once."""

import sys
from importlib import import_module

import click

from workbench import __version__
from workbench.errors import EXIT_BUSY, EXIT_DATA, WorkbenchError

EXIT_FAILED = 70

COMMANDS = {
    "review": ("case", "Review the case in the terminal (the default command)."),
    "init": ("case", "Make a new, empty case."),
    "demo": ("case", "Copy the sample case into a new folder."),
    "add": ("document", "Copy documents into claims/, or paste one."),
    "document": ("document", "Describe a document: who said it, when, where."),
    "build": ("case", "Read what changed in the case's files."),
    "status": ("case", "How much there is, decided and open, and what is wrong."),
    "extract": ("text", "Find the quantities in one text; no case needed."),
    "compare": ("text", "Compare two written quantities; no case needed."),
    "claims": ("claims", "List claims."),
    "show": ("claims", "One claim with its references and its history."),
    "claim": ("claim", "Add a claim that was missed; correct or dismiss one."),
    "verdict": ("decide", "Give a verdict on a claim."),
    "note": ("decide", "Write a note on a claim."),
    "link": ("decide", "Say which observation answers a claim."),
    "flag": ("decide", "Flag a claim for a second look."),
    "skip": ("decide", "Put a claim aside."),
    "undo": ("decide", "Take back your last decision."),
    "redo": ("decide", "Decide again what you undid last."),
    "adjudicate": ("second", "Give the final verdict where reviewers differ."),
    "assign": ("second", "Divide the claims among reviewers."),
    "agreement": ("second", "How far the reviewers agree."),
    "source": ("source", "Reference figures: add, import, list, check."),
    "sql": ("data", "Run one SELECT on the case."),
    "export": ("data", "Write one row per claim: .csv, .parquet or .xlsx."),
}


class Commands(click.Group):
    """The commands, each in a module that is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of a session."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"workbench.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        _let_stand_behind(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one that is none."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS:
            near = get_close_matches(args[0], COMMANDS, 1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"There is no command {args[0][:40]!a}.{meant} 'workbench --help' lists them.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _keep(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj[(option.name or "").removeprefix("case_")] = value


_CASE = "The case's folder, else it is looked for upwards."
_WHO = "Who reviews; else $WORKBENCH_REVIEWER, else your login name."
# What may stand before a command may stand behind it too, where people write it as often.
_BEHIND = (
    click.Option(["-C", "case_directory"], metavar="DIR", hidden=True, expose_value=False, callback=_keep, help=_CASE),
    click.Option(
        ["--reviewer", "case_reviewer"], metavar="NAME", hidden=True, expose_value=False, callback=_keep, help=_WHO
    ),
)


def _let_stand_behind(command: click.Command) -> None:
    if command.context_settings.get("ignore_unknown_options"):  # there "-20 Celsius" is a claim, and no -C
        return
    taken = {name for option in command.params for name in option.opts}
    command.params += [option for option in _BEHIND if taken.isdisjoint(option.opts)]
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _let_stand_behind(each)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "directory", metavar="DIR", default=".", help=_CASE)
@click.option("--reviewer", metavar="NAME", help=_WHO)
@click.version_option(__version__, "--version", prog_name="workbench")
@click.pass_context
def cli(ctx: click.Context, directory: str, reviewer: str | None) -> None:
    """Check the numbers in public statements.

    Put texts into claims/ and reference figures into sources/; the workbench finds every numeric claim, sets it beside
    the figures that may answer it, and keeps what reviewers decide.

    \b
    Examples:
      workbench demo my-first-case        copy the sample case
      workbench -C my-first-case          review it in the terminal
      workbench compare "nearly 38 million tonnes" "37.9 Mt"
      workbench export verdicts.csv
    """
    ctx.obj = {"directory": directory, "reviewer": reviewer}
    if ctx.invoked_subcommand is None:
        command = cli.get_command(ctx, "review")
        if command is not None:
            ctx.invoke(command)


def main() -> None:
    """Run the command line; every error ends as one clear message and an exit code."""
    try:
        code = cli(prog_name="workbench", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except WorkbenchError as error:
        from workbench.cli.output import complain

        complain(error.problem)
        sys.exit(error.code)
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; what was saved is saved.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _close_quietly()
        sys.exit(0)
    except BlockingIOError:
        click.echo("The terminal or pipe is busy: try again.", err=True)
        sys.exit(EXIT_BUSY)
    except OSError as error:
        _close_quietly()
        click.echo(f"workbench: The output could not be written: {error.strerror or error}.", err=True)
        sys.exit(EXIT_DATA)
    except Exception as error:  # noqa: BLE001 - the last resort: nobody should have to read a traceback
        from workbench.cli.crash import report

        report(error)
        sys.exit(EXIT_FAILED)


def _show(error: click.ClickException) -> None:
    """Tell a mistake in the command; an argument that is told again may come from a stranger's file name."""
    from io import StringIO

    from workbench.cli.output import say

    told = StringIO()
    error.show(told)
    say(told.getvalue().rstrip("\n"))


def _close_quietly() -> None:
    """Keep Python from complaining about a closed pipe at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
