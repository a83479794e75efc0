"""The manual is tested: what there is, is documented; what it shows, is so."""

import inspect
import os
import pkgutil
import re
import shutil
from datetime import date
from decimal import Decimal

import click
import pytest
from beancount.parser import parser

from ledgerkit.api import load
from ledgerkit.cli.group import main
from ledgerkit.general_ledger.account_names import BROAD_NAMES, NAMES_BY_LANGUAGE
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.language.finding_kinds import FINDING_KINDS
from ledgerkit.language.setting_names import SETTINGS
from ledgerkit.language.vocabulary import CUSTOM_TYPES, KEYS
from tests.cli.test_transcripts import read_steps, run
from tests.conftest import ACCOUNTS, ROOT

SOURCE = ROOT / "src" / "ledgerkit"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = SOURCE / "README.md"
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
CHAPTER = SOURCE / "language" / "README.md"
CHAPTERS = [*sorted(SOURCE.rglob("README.md")), ROOT / "plugins" / "README.md"]
DECIDING = [
    page for page in CHAPTERS if "\n## Decisions\n" in page.read_text(encoding="utf-8")
]
WRITE = "LEDGERKIT_WRITE_EXPECTED" in os.environ


def table(*lines):
    head, *rows = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([head, "|---" * len(lines[0]) + "|", *rows])


def names_in(role, language):
    """The usual names of accounts with a role; the broad ones in italics."""
    names = NAMES_BY_LANGUAGE[role][1][language].split()
    return ", ".join(f"*{n}*" if n in BROAD_NAMES else n for n in names)


def generated():
    """Each table of the chapter on the language, by its marker."""
    return {
        "directives": table(
            ("Directive", "Values", "Meaning"),
            *((f'`custom "{t.name}"`', t.values, t.meaning) for t in CUSTOM_TYPES),
        ),
        "settings": table(
            ("Setting", "Default", "Meaning"),
            *((f"`{s.name}`", f"`{s.default}`", s.meaning) for s in SETTINGS),
        ),
        "keys": table(
            ("Key", "On", "Value", "Meaning"),
            *(
                (f"`{k.name}`", ", ".join(on.value for on in k.on), k.holds, k.meaning)
                for k in KEYS
            ),
        ),
        "names": table(
            ("Language", *(role.value.capitalize() for role in NAMES_BY_LANGUAGE)),
            *(
                (language, *(names_in(role, language) for role in NAMES_BY_LANGUAGE))
                for language in NAMES_BY_LANGUAGE[Role.RECEIVABLE][1]
            ),
        ),
        "roles": ", ".join(f"`{role}`" for role in Role) + ".",
        "findings": table(
            ("Finding", "Level", "Meaning", "What to do"),
            *(
                (f"`{k.name}`", "advice" if k.advice else "error", k.meaning, k.remedy)
                for k in FINDING_KINDS
            ),
        ),
    }


@pytest.mark.parametrize("marker", generated())
def test_the_chapter_on_the_language_lists_what_there_is(marker):
    pattern = rf"(<!-- {marker} -->\n)(.*?)(<!-- end -->)"
    text = CHAPTER.read_text(encoding="utf-8")
    wanted = generated()[marker] + "\n"
    if WRITE:
        text = re.sub(pattern, lambda m: m[1] + wanted + m[3], text, flags=re.DOTALL)
        CHAPTER.write_text(text, encoding="utf-8")
    found = re.search(pattern, text, flags=re.DOTALL)
    assert found
    assert found[2] == wanted


def test_what_the_readme_shows_of_the_terminal_is_so(tmp_path):
    """In the sample books, with the README's own ledger beside them."""
    books = tmp_path / "books"
    shutil.copytree(ROOT / "sample_books", books)
    ledger = re.search(r"```beancount\n(.*?)```", README, flags=re.DOTALL)
    (books / "studio.beancount").write_text(ledger[1], encoding="utf-8")

    def shown_now(match):
        return (
            "```console\n"
            + "".join(str(run(step, books)) for step in read_steps(match[1]))
            + "```"
        )

    now = re.sub(r"```console\n(.*?)```", shown_now, README, flags=re.DOTALL)
    if WRITE:
        (ROOT / "README.md").write_text(now, encoding="utf-8")
    assert now == README or WRITE


def test_the_readme_is_read_in_one_sitting():
    assert README.count("\n") < 200


@pytest.mark.parametrize(
    "page", ["README.md", "sample_books/README.md", "src/ledgerkit/README.md"]
)
def test_the_python_and_the_ledgers_of_the_manual_can_be_read(page, tmp_path):
    text = (ROOT / page).read_text(encoding="utf-8")
    for shown in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL):
        shutil.copytree(ROOT / "sample_books/agency", tmp_path, dirs_exist_ok=True)
        code = shown.replace('"main.beancount"', repr(str(tmp_path / "main.beancount")))
        exec(compile(code, page, "exec"), {})
    for ledger in re.findall(r"```beancount\n(.*?)```", text, flags=re.DOTALL):
        _entries, errors, _options = parser.parse_string(ledger)
        assert errors == []


def commands(command=main, *path):
    """Every command by the words that call it, groups left out."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    for name in command.list_commands(click.Context(command)):
        inner = command.get_command(click.Context(command), name)
        yield from commands(inner, *path, name)


COMMANDS = dict(commands())


def documented(text):
    """The commands that a text names as they are typed.

    Verbs may share their noun: `ledgerkit task new`, `done`.
    """
    found = set(re.findall(r"`ledgerkit ([a-z0-9-]+(?: [a-z0-9-]+)?)", text))
    for noun, more in re.findall(
        r"`ledgerkit ([a-z-]+) [^`]*`((?:, `[a-z-]+[^`]*`)+)", text
    ):
        found |= {f"{noun} {verb}" for verb in re.findall(r"`([a-z-]+)", more)}
    return found | {name.split()[0] for name in found}


def test_every_command_is_in_a_chapter():
    text = "".join(page.read_text(encoding="utf-8") for page in CHAPTERS)
    assert sorted(set(COMMANDS) - documented(text)) == []


def test_every_command_says_what_it_does():
    for name, command in COMMANDS.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "hidden", False) is False


def test_every_plugin_is_in_its_chapter():
    chapter = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "plugins").glob("*.py"):
        if path.stem != "__init__":
            assert f'plugin "ledgerkit.plugins.{path.stem}"' in chapter


def test_every_floor_of_the_house_is_in_the_architecture():
    drawing = ARCHITECTURE.read_text(encoding="utf-8").split("```")[1]
    for path in SOURCE.iterdir():
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"{path.name}/" in drawing, path.name


#: What a path ends with, if it is no folder.
_A_FILE = re.compile(r"\.(?:beancount|console|html|md|py|toml|txt)$")


def paths_named(page):
    """The paths in the code of a page, commands among it; no placeholders."""
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for code in re.findall(r"`([^`]+)`", prose):
        for word in code.split():
            path, _, test = word.partition("::")
            if "<" not in word and ("/" in path or _A_FILE.search(path)):
                yield path, test


def found(path):
    """Where a path of the manual leads: a subject alone is one on some floor."""
    places = [base / path for base in (ROOT, SOURCE)]
    if path.count("/") == 1 and path.endswith("/"):
        places += SOURCE.rglob(path.rstrip("/"))
    return next((place for place in places if place.exists()), None)


@pytest.mark.parametrize("page", [ARCHITECTURE, CONTRIBUTING], ids=lambda p: p.name)
def test_every_path_that_contributors_are_told_exists(page):
    # What `make` makes is not there everywhere.
    named = {pair for pair in paths_named(page) if not pair[0].startswith(".venv")}
    assert len(named) > 20
    assert sorted(path for path, _test in named if found(path) is None) == []
    for path, test in named:
        assert not test or f"def {test}(" in found(path).read_text("utf-8"), test


def test_the_test_that_contributors_are_shown_passes(tmp_path):
    text = CONTRIBUTING.read_text(encoding="utf-8")
    [shown] = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    names = {"date": date, "Decimal": Decimal}
    exec(compile(shown, CONTRIBUTING.name, "exec"), names)
    [test] = [value for name, value in names.items() if name.startswith("test_")]
    ledger = tmp_path / "main.beancount"
    ledger.write_text(f"{ACCOUNTS}\n{inspect.cleandoc(test.__doc__)}\n", "utf-8")
    test(load(ledger))


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.parent.name)
def test_what_a_chapter_names_in_python_can_be_imported(page):
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"(?<![.\w])ledgerkit(?:\.\w+)+", text):
        assert pkgutil.resolve_name(name)


def test_the_file_that_a_folder_says_to_open_first_is_there():
    for front in SOURCE.rglob("__init__.py"):
        said = re.search(r"(?:open|door is) `([\w/]+)`", front.read_text("utf-8"))
        assert said is None or (front.parent / f"{said[1]}.py").exists(), front


def decisions(page):
    """The rows of a page's table of decisions: date, choice and reason."""
    table = page.read_text(encoding="utf-8").partition("\n## Decisions\n")[2]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [row.strip("| ").split(" | ") for row in rows]


@pytest.mark.parametrize("page", DECIDING, ids=lambda p: p.parent.name)
def test_the_decisions_of_a_chapter_are_dated_and_have_their_reasons(page):
    rows = decisions(page)
    assert rows
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    assert [date.fromisoformat(row[0]) for row in rows] == sorted(
        date.fromisoformat(row[0]) for row in rows
    )
    listed = ARCHITECTURE.read_text(encoding="utf-8")
    path = os.path.relpath(page, ARCHITECTURE.parent)
    assert page == ARCHITECTURE or f"({path}#decisions)" in listed


def test_no_decision_stands_twice():
    choices = [row[1] for page in DECIDING for row in decisions(page)]
    assert len(choices) > 100
    assert sorted(choices) == sorted(set(choices))


def test_no_link_of_the_manual_leads_nowhere():
    pages = [ROOT / "README.md", CONTRIBUTING, *ROOT.glob("*/**/README.md")]
    for page in pages:
        if any(part.startswith(".venv") for part in page.parts):
            continue
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page}: {target}"
