"""The table of commands, which help and completion are made of, is so."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.cli.commands import (
    FIRST,
    HOMES,
    NOUNS,
    OLD_NAMES,
    PLACES,
    TOPICS,
    VERBS,
    names,
    places,
    short_help,
    short_help_of_command,
)
from ledgerkit.cli.noun import load_command
from ledgerkit.cli.reports import GROUPED_REPORTS, REPORT_COMMANDS

BOOK = str(Path(__file__).parent.parent.parent / "sample_books" / "shop")


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


@pytest.mark.parametrize("name", sorted({*HOMES, *REPORT_COMMANDS}))
def test_the_table_says_of_a_command_that_moved_what_it_says_of_itself(name):
    command = load_command(name)
    assert command.name == name
    assert short_help_of_command(name) == first_line(command.help)


def walked(*words):
    """The command that words lead to."""
    command = main
    for word in words:
        command = command.get_command(click.Context(command), word)
    return command


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_command_that_moved_goes_by_its_old_name_too(name):
    old, new = main.get_command(None, name), walked(*PLACES[name].split())
    if isinstance(old, click.Group):
        # What it had was one verb, which is the verb of another noun now.
        [old] = old.commands.values()
    assert [p.opts for p in old.params] == [p.opts for p in new.params]
    assert old.help == new.help
    assert name not in main.list_commands(None)


@pytest.mark.parametrize("old", sorted(OLD_NAMES))
def test_an_older_name_is_a_command(old):
    new = walked(*OLD_NAMES[old].split())
    assert main.get_command(None, old).help == new.help


@pytest.mark.parametrize(
    ("noun", "verb"), [(noun, verb) for noun, of in VERBS.items() for verb in of]
)
def test_a_verb_is_listed_with_its_noun(noun, verb):
    group = walked(noun)
    assert verb in group.list_commands(None)
    assert group.get_command(None, verb).help


def test_no_more_than_some_sixteen_words_greet():
    assert len(" ".join(FIRST.values()).split()) <= 18


def test_help_all_lists_every_command_once():
    listed = " ".join(TOPICS.values()).split()
    assert sorted(PLACES.get(name, name) for name in listed) == places()


@pytest.mark.parametrize(
    "noun", [name for name in names() if isinstance(walked(name), click.Group)]
)
def test_a_noun_alone_shows_its_help_or_its_list(noun, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [noun])
    if noun in NOUNS and NOUNS[noun].usual == "list":
        assert "there is no main.beancount" in done.output
        return
    assert done.exit_code == 0
    assert done.output == CliRunner().invoke(main, [noun, "--help"]).output
    assert "…" not in done.output
    assert "..." not in done.output.partition("Commands:")[2]


@pytest.mark.parametrize(("group", "name"), sorted(GROUPED_REPORTS))
def test_a_report_of_a_group_is_in_it(group, name):
    commands = main.get_command(None, group).commands
    assert first_line(commands[name].help) == first_line(
        GROUPED_REPORTS[group, name].help
    )


@pytest.mark.parametrize(
    "words",
    [
        ["-f", BOOK, "cash"],
        ["cash", "-f", BOOK],
        ["cash", BOOK],
        ["cash", "list", BOOK],
    ],
    ids=["before", "behind", "alone", "verb"],
)
def test_the_books_are_named_before_the_command_or_behind(words):
    done = CliRunner().invoke(main, [*words, "--as-of", "2025-12-31"])
    assert done.exit_code == 0
    assert "Assets:Bank:Volksbank" in done.output


def test_the_nearer_name_of_the_books_counts(monkeypatch):
    monkeypatch.setenv("LEDGERKIT_FILE", "nowhere.beancount")
    words = ["-f", "elsewhere.beancount", "cash", "-f", BOOK]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert "elsewhere" in CliRunner().invoke(main, words[:3]).output
    assert "nowhere" in CliRunner().invoke(main, ["cash"]).output


@pytest.mark.parametrize(
    "words", ["bank import", "bank show", "bill import", "bill read"]
)
def test_a_ledger_among_the_files_is_named_in_a_sentence(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*words.split(), "statement.csv", BOOK])
    assert done.exit_code == 2
    assert done.output == f"Error: {BOOK} is a ledger; name the books with -f {BOOK}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["rmf"], "report rfm"),
        (["cilent"], "client"),
        (["tax-retrun"], "tax return"),
        (["invoice", "lsit"], "list"),
        (["report", "retnetion"], "retention"),
    ],
    ids=" ".join,
)
def test_a_slip_is_told_what_may_be_meant(typed, meant):
    done = CliRunner().invoke(main, typed)
    assert done.exit_code == 2
    assert f'did you mean "{meant}"?' in done.output


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
