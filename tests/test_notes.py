"""A note says what is so; each door words what can be done about it."""

import ast
import re

import click
import pytest

from ledgerkit.api import LedgerBooks
from ledgerkit.cli import main
from ledgerkit.notes import NextStep, Note, in_terminal
from tests.conftest import ROOT

SEE = NextStep("see them", "renewals", (), {"all": True}, "renewals(every=True)")


def _constant(node):
    return node.value if isinstance(node, ast.Constant) else None


def _steps():
    """The next steps that the source text names: command, options, method."""
    fields = ("to", "command", "arguments", "options", "method")
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", "") != "NextStep" or path.stem == "notes":
                continue
            given = dict(zip(fields, node.args, strict=False))
            given |= {keyword.arg: keyword.value for keyword in node.keywords}
            options = getattr(given.get("options"), "keys", [])
            method = ast.unparse(given["method"]) if "method" in given else ""
            yield pytest.param(
                _constant(given["command"]),
                [_constant(key) for key in options],
                re.sub("^f?['\"]", "", method).partition("(")[0],
                id=f"{path.stem}-{node.lineno}",
            )


def _command(words):
    command, context = main, click.Context(main)
    for word in words.split():
        command = command.get_command(context, word)
        assert command is not None, f"there is no command {words}"
    return command


@pytest.mark.parametrize(("command", "options", "method"), _steps())
def test_what_a_note_says_to_do_can_be_done(command, options, method):
    known = {name for p in _command(command).params for name in p.opts}
    assert {f"--{option}" for option in options} <= known
    assert not method or hasattr(LedgerBooks, method)


def test_the_terminal_says_what_to_type_and_python_names_the_method():
    note = Note("3 more need no care.", SEE)
    assert in_terminal(note) == (
        "3 more need no care. To see them: ledgerkit renewals --all"
    )
    assert str(note) == ("3 more need no care. To see them: books.renewals(every=True)")


def test_what_is_typed_is_quoted_for_the_shell():
    step = NextStep("see it", "client show", ["a; rm b"], {"timeline": True})
    assert in_terminal(Note("So.", step)) == (
        "So. To see it: ledgerkit client show 'a; rm b' --timeline"
    )


def test_a_note_that_the_books_say_ends_with_their_line():
    note = Note("Filed on 2026-02-16.", place="/books/main.beancount:30")
    assert in_terminal(note) == "Filed on 2026-02-16 (main.beancount:30)."
    assert str(note) == in_terminal(note)
