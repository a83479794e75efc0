"""What a person sees when a command can't go on: one line, status 2."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.cli import group, main
from ledgerkit.cli.options import number_locale
from ledgerkit.cli.which_books import find_books
from ledgerkit.errors import UnreadableBooksError, UsageError, WriteRefusedError

AGENCY = str(SAMPLE_BOOKS / "agency" / "main.beancount")
COMMAND = Path(sys.executable).parent / "ledgerkit"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UsageError("there is no such thing"), "Error: there is no such thing"),
        (UnreadableBooksError("a.beancount:3: why"), "a.beancount:3: why"),
        (WriteRefusedError("a.beancount:3: why"), "a.beancount:3: why"),
        (OSError(28, "No space left on device"), "Error: No space left on device"),
        (OSError(13, "Permission denied", "a"), "Error: a: Permission denied"),
        (click.UsageError("Odd."), "Error: Odd. See ledgerkit check --help."),
    ],
)
def test_a_failure_is_one_line(monkeypatch, error, line):
    @click.command("check")
    @click.pass_context
    def failing(context):
        if isinstance(error, click.UsageError):
            error.ctx = context
        raise error

    monkeypatch.setattr(group._Commands, "get_command", lambda *_args: failing)
    result = CliRunner().invoke(main, ["check"], prog_name="ledgerkit")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")


def test_our_own_faults_are_not_hidden(monkeypatch):
    @click.command("check")
    def failing():
        raise ValueError("ours")

    monkeypatch.setattr(group._Commands, "get_command", lambda *_args: failing)
    assert isinstance(CliRunner().invoke(main, ["check"]).exception, ValueError)


def test_a_full_disk_is_one_line():
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "aging", AGENCY],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "Error: No space left on device\n")


def test_a_process_that_ends_at_once_has_written_all_and_done_what_it_owes():
    code = (
        "import atexit, sys\n"
        "from ledgerkit.cli import main\n"
        "atexit.register(print, 'owed')\n"
        f"sys.argv = ['ledgerkit', 'documents', {str(AGENCY)!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Invoices, as at ")
    assert done.stdout.endswith("\nowed\n")


def test_a_reader_who_has_seen_enough_is_no_failure():
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{COMMAND}' documents '{AGENCY}' | head -n 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Invoices, as at ")


def test_a_directory_that_is_gone_is_one_line(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", f"rmdir '{gone}' && '{COMMAND}' check"],
        cwd=gone,
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "LEDGERKIT_FILE"},
    )
    assert done.returncode == 2
    assert done.stderr == "Error: No such file or directory\n"


def test_books_in_this_directory_are_named_as_from_here(tmp_path, monkeypatch):
    (tmp_path / "main.beancount").touch()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_books(None, None) == Path("main.beancount")
    monkeypatch.chdir(tmp_path / "sub")
    assert find_books(None, None) == tmp_path / "main.beancount"


@pytest.mark.parametrize(
    ("variables", "locale"),
    [
        ({}, "en"),
        ({"LANG": "it_IT.UTF-8"}, "it_IT"),
        ({"LANG": "de_AT@euro"}, "de_AT"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_YY.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "it_IT"}, "it_IT"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LC_NUMERIC": "de_DE", "LANG": "it_IT"}, "de_DE"),
    ],
)
def test_numbers_are_written_as_the_environment_has_it(monkeypatch, variables, locale):
    for name in ("LC_ALL", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert number_locale(None) == locale
    assert number_locale("hi-IN") == "hi-IN"


def test_a_currency_may_be_typed_in_small_letters():
    ask = ["cash", AGENCY, "--as-of", "2025-12-31", "--format", "csv", "--currency"]
    small = CliRunner().invoke(main, [*ask, "eur"])
    assert small.stdout == CliRunner().invoke(main, [*ask, "EUR"]).stdout
    assert small.stdout.count("\n") == 3
