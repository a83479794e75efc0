"""The command group, and what every command's failure looks like."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ledgerkit import __version__
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Done; done, and there are findings; asked wrongly, or unreadable.
DONE, FINDINGS, UNUSABLE = 0, 1, 2

#: One subcommand, one module, imported when it is called: ``--help`` and
#: completion should not wait for Fava.
_COMMANDS = {
    "agenda": "ledgerkit.cli.clients.reports",
    "pipeline": "ledgerkit.cli.clients.reports",
    "plans": "ledgerkit.cli.clients.reports",
    "renewals": "ledgerkit.cli.clients.reports",
    "at-risk": "ledgerkit.cli.clients.portfolio",
    "aging": "ledgerkit.cli.report_command",
    "allowance": "ledgerkit.cli.documents.credit_control",
    "approvals": "ledgerkit.cli.bills.bill",
    "bank": "ledgerkit.cli.bank.bank",
    "bill": "ledgerkit.cli.bills.bill",
    "card": "ledgerkit.cli.report_command",
    "cash": "ledgerkit.cli.report_command",
    "cash-count": "ledgerkit.cli.bank.cash_count",
    "cash-required": "ledgerkit.cli.bills.payment_run",
    "check": "ledgerkit.cli.check",
    "clients": "ledgerkit.cli.report_command",
    "cash-conversion": "ledgerkit.cli.report_command",
    "case": "ledgerkit.cli.clients.records",
    "client": "ledgerkit.cli.clients.client",
    "collection": "ledgerkit.cli.documents.credit_control",
    "contact": "ledgerkit.cli.clients.records",
    "contract": "ledgerkit.cli.clients.records",
    "credit-limits": "ledgerkit.cli.documents.credit_control",
    "credit-note": "ledgerkit.cli.documents.credit_note",
    "differences": "ledgerkit.cli.documents.differences",
    "discounts": "ledgerkit.cli.report_command",
    "deferred": "ledgerkit.cli.documents.recurring",
    "client-measures": "ledgerkit.cli.clients.portfolio",
    "rfm": "ledgerkit.cli.clients.portfolio",
    "concentration": "ledgerkit.cli.clients.portfolio",
    "retention": "ledgerkit.cli.clients.portfolio",
    "whitespace": "ledgerkit.cli.clients.portfolio",
    "deposit": "ledgerkit.cli.documents.deposit",
    "documents": "ledgerkit.cli.report_command",
    "due": "ledgerkit.cli.report_command",
    "forecast": "ledgerkit.cli.bank.forecast",
    "form-1099": "ledgerkit.cli.bills.spend",
    "health": "ledgerkit.cli.clients.portfolio",
    "import": "ledgerkit.cli.imports.import_group",
    "init": "ledgerkit.cli.init",
    "invoice": "ledgerkit.cli.documents.invoice",
    "log": "ledgerkit.cli.clients.log",
    "manager": "ledgerkit.cli.clients.records",
    "milestone": "ledgerkit.cli.clients.records",
    "next-number": "ledgerkit.cli.documents.invoice",
    "numbers": "ledgerkit.cli.report_command",
    "open-items": "ledgerkit.cli.report_command",
    "opportunity": "ledgerkit.cli.clients.records",
    "payment-run": "ledgerkit.cli.bills.payment_run",
    "plan": "ledgerkit.cli.clients.records",
    "prepayment": "ledgerkit.cli.documents.deposit",
    "query": "ledgerkit.cli.query",
    "receipt": "ledgerkit.cli.documents.receipt",
    "recognise": "ledgerkit.cli.documents.recurring",
    "recur": "ledgerkit.cli.documents.recurring",
    "recurring": "ledgerkit.cli.report_command",
    "reminders": "ledgerkit.cli.documents.reminders",
    "remittance": "ledgerkit.cli.bills.write_payment_run",
    "serve": "ledgerkit.cli.serve",
    "spend": "ledgerkit.cli.bills.spend",
    "statement": "ledgerkit.cli.documents.statement",
    "survey": "ledgerkit.cli.clients.log",
    "targets": "ledgerkit.cli.clients.portfolio",
    "target": "ledgerkit.cli.clients.log",
    "task": "ledgerkit.cli.clients.records",
    "vendor-statement": "ledgerkit.cli.bills.vendor_statement",
    "vendor-credit": "ledgerkit.cli.documents.credit_note",
    "vendors": "ledgerkit.cli.report_command",
    "withholding": "ledgerkit.cli.bills.spend",
    "write-off": "ledgerkit.cli.documents.receipt",
}

#: In which order, and under which words, ``--help`` lists them.
TOPICS: Mapping[str, str] = {
    "What is owed": "aging open-items documents card due clients vendors",
    "Our invoices": "invoice credit-note recurring recur numbers next-number",
    "Being paid": "receipt deposit write-off differences discounts statement"
    " reminders collection credit-limits allowance deferred recognise",
    "Our bills": "bill vendor-credit prepayment approvals cash-required cash-conversion"
    " payment-run remittance vendor-statement spend withholding form-1099",
    "Bank and cash": "bank cash cash-count forecast",
    "Our clients": "health at-risk client-measures rfm concentration retention"
    " whitespace targets",
    "Client relations": "client contact manager log survey task case opportunity"
    " contract plan milestone target agenda pipeline plans renewals",
    "The books": "init import check query serve",
}


class _Commands(click.Group):
    """Finds commands by name, and prints a failure as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command, in alphabetical order."""
        return sorted(_COMMANDS)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands by what they are about."""
        for topic, names in TOPICS.items():
            lines = []
            for name in names.split():
                command = self.get_command(ctx, name)
                assert command is not None
                lines.append((name, command.get_short_help_str(limit=200)))
            with formatter.section(topic):
                formatter.write_dl(lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415

        module = import_module(_COMMANDS[cmd_name])
        command: click.Command = getattr(
            module, f"{cmd_name.replace('-', '_')}_command"
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        name = args[0]
        asked = not (name.startswith("-") or ctx.resilient_parsing)
        if asked and name not in _COMMANDS:
            remedy = suggestion(name, _COMMANDS) or "; see ledgerkit --help"
            raise UsageError(f"there is no command {name!r}{remedy}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a failure that people can mend is one line, status 2."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            _fail(f"Error: {from_here(str(error))}")
        except LedgerkitError as error:
            # It begins with file and line, for editors to jump to.
            _fail(from_here(str(error)))
        except click.UsageError as error:
            _fail(f"Error: {_with_hint(error)}")
        except BrokenPipeError:
            # Whoever read the output (head, less) has seen enough. Python would
            # complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)
        except OSError as error:
            reason = error.strerror or str(error)
            where = f"{error.filename}: " if error.filename else ""
            _fail(f"Error: {where}{reason}")


def from_here(message: str) -> str:
    """A message whose lines name files as they are called from this directory."""
    here = f"{Path.cwd()}{os.sep}"
    return "\n".join(line.removeprefix(here) for line in message.splitlines())


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(UNUSABLE)


def _with_hint(error: click.UsageError) -> str:
    """Click's sentence, and where to read on if it has no remedy of its own."""
    message = error.format_message()
    if error.ctx is None or not message.endswith("."):
        return message
    return f"{message} See {error.ctx.command_path} --help."


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ledgerkit")
def main() -> None:
    """Who owes what and since when, from plain-text books.

    BOOKS is the main ledger file: an argument, --file, the variable
    LEDGERKIT_FILE, or else the nearest main.beancount in this directory or one
    above it.
    """
