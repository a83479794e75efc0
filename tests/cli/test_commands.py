"""The table of commands, which help and completion are made of, is so."""

import subprocess
import sys
from importlib import import_module

import click
import pytest

from ledgerkit.cli import main
from ledgerkit.cli.commands import HOMES, OLD_NAMES, names, short_help
from ledgerkit.cli.reports import GROUPED_REPORTS, REPORT_COMMANDS


def first_line(help_):
    """As a list of commands shows it: a paragraph in one line, without a full stop."""
    return " ".join(help_.strip().partition("\n\n")[0].split()).removesuffix(".")


@pytest.mark.parametrize("name", names())
def test_the_table_says_of_a_command_what_it_says_of_itself(name):
    command = main.get_command(None, name)
    assert command.name == name
    assert short_help(name) == first_line(command.help)


@pytest.mark.parametrize("name", sorted(HOMES))
def test_a_command_is_where_the_table_says(name):
    module = import_module(f"ledgerkit.cli.{HOMES[name].module}")
    command = getattr(module, f"{name.replace('-', '_')}_command")
    assert isinstance(command, click.Command)


@pytest.mark.parametrize("old", sorted(OLD_NAMES))
def test_an_old_name_is_a_command(old):
    assert main.get_command(None, old).name == OLD_NAMES[old]


@pytest.mark.parametrize(("group", "name"), sorted(GROUPED_REPORTS))
def test_a_report_of_a_group_is_in_it(group, name):
    commands = main.get_command(None, group).commands
    assert first_line(commands[name].help) == first_line(
        GROUPED_REPORTS[group, name].help
    )


def test_no_command_has_two_homes():
    assert not set(HOMES) & set(REPORT_COMMANDS)


def test_help_imports_no_command():
    """Nobody waits for what is not asked for."""
    code = (
        "import sys; from ledgerkit.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    imported = set(done.stderr.split())
    homes = {f"ledgerkit.cli.{home.module}" for home in HOMES.values()}
    assert not imported & {*homes, "ledgerkit.cli.report_command", "ledgerkit.api"}
