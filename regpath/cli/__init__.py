"""The command line: a thin shell over `regpath.api`. Commands are loaded when they are called."""

from __future__ import annotations

import importlib
import sys

import click

from regpath.version import __version__

COMMANDS = {
    "demo": "Plan a bundled product: print the pathway, write the PDF.",
    "ask": "Answer the questionnaire in the terminal.",
    "plan": "Print or write the pathway for an answers file.",
    "next": "Name the next most useful question, and what it would settle.",
    "explain": "Say why a step applies, does not apply, or is undecided.",
    "compare": "Lay pathways side by side.",
    "number": "Decode registration and filing numbers.",
    "batch": "Answer a portfolio: JSONL or CSV in, JSONL out.",
    "rules": "Work on the rulebook: check, test, verify, diff, impact, list, show.",
}
"""Commands with their short help, so that `--help` loads none of them."""

FINE, FINDINGS, USAGE, INCOMPLETE, BAD_RULEBOOK = 0, 1, 2, 3, 4
"""Exit codes of the contract."""


class LazyGroup(click.Group):
    """A group whose commands are modules of `regpath.cli`, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of a newcomer's first hour."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"regpath.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from their short help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; an unknown name gets the nearest one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from regpath.model.errors import nearest  # noqa: PLC0415

            ctx.fail(f"there is no command {name!r}.{nearest(name, COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
A first hour:
  regpath demo                       a finished report, with no input
  regpath ask my-product.yaml        answer questions, stop and resume when you like
  regpath plan my-product.yaml       the pathway; -o report.pdf for the report
  regpath explain my-product.yaml appoint-agent

\b
Exit codes: 0 fine; 1 findings or failure; 2 usage or an invalid answers file;
3 undetermined and --require-complete was given; 4 the rulebook cannot be used.
Shell completion: eval "$(_REGPATH_COMPLETE=bash_source regpath)"
""",
)
@click.version_option(__version__, prog_name="regpath")
def cli() -> None:
    """Market entry for medical devices in China: a questionnaire in, a cited checklist out.

    Start with `regpath demo`. Not legal advice.
    """


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="regpath")
