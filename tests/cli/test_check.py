"""``ledgerkit check``: grouping, places, and what its exit status says."""

import csv
import io

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main

OPENS = "1970-01-01 open Assets:Receivable\n1970-01-01 open Income:Sales\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Check a ledger of the test's own, from the folder it lies in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGERKIT_FILE", raising=False)

    def run(text, *options):
        (tmp_path / "main.beancount").write_text(text, "utf-8")
        return CliRunner().invoke(main, ["check", *options])

    return run


def invoices(payee, count):
    """So many invoices without a number."""
    return "".join(
        f'2026-01-{day:02} * "{payee}" "Work"\n'
        "  Assets:Receivable  1 EUR\n  Income:Sales\n"
        for day in range(1, count + 1)
    )


def advice_lines(result):
    return [line for line in result.stdout.splitlines() if ": advice: " in line]


def test_three_pieces_of_advice_of_one_kind_are_all_shown(check):
    assert len(advice_lines(check(OPENS + invoices("Acme", 3)))) == 3


def test_a_fourth_is_shown_because_a_count_would_take_as_much_room(check):
    lines = advice_lines(check(OPENS + invoices("Acme", 4)))
    assert len(lines) == 4
    assert "more of Acme" not in lines[3]


def test_what_follows_the_third_is_counted(check):
    result = check(OPENS + invoices("Acme", 9))
    lines = advice_lines(result)
    assert len(lines) == 4
    assert lines[3] == (
        "main.beancount:13: advice: 6 more of Acme from here on; --all shows each"
        " [unnumbered-document]"
    )
    assert result.stdout.endswith("no errors, 9 pieces of advice.\n")


def test_each_party_is_counted_for_itself(check):
    text = OPENS + invoices("Acme", 6) + invoices("North", 2)
    lines = advice_lines(check(text))
    assert [("Acme" in line, "North" in line) for line in lines] == [
        (True, False)
    ] * 4 + [(False, True)] * 2


def test_all_shows_each(check):
    assert len(advice_lines(check(OPENS + invoices("Acme", 9), "--all"))) == 9


def test_programs_get_each_without_asking(check):
    result = check(OPENS + invoices("Acme", 9), "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == 9


def test_errors_are_never_counted_together(check):
    typo = '2026-01-01 custom "ledgerkit" "strickt" TRUE\n'
    result = check(OPENS + typo * 9)
    assert result.stderr.count("is not a setting") == 9
    assert result.exit_code == 1


def test_no_advice_leaves_the_count(check):
    result = check(OPENS + invoices("Acme", 2), "--no-advice")
    assert result.stdout == "no errors, 2 pieces of advice.\n"
    as_csv = check(OPENS + invoices("Acme", 2), "--no-advice", "--format", "csv")
    assert as_csv.stdout.splitlines() == ["level,kind,file,line,message"]


def test_advice_alone_is_no_failure_unless_the_book_is_strict(check):
    text = OPENS + invoices("Acme", 1)
    assert check(text).exit_code == 0
    strict = check(text + '1970-01-01 custom "ledgerkit" "strict" TRUE\n')
    assert strict.exit_code == 1
    assert strict.stdout.endswith(
        "no errors, 1 piece of advice, which counts because the book is strict.\n"
    )


def test_files_below_this_directory_are_called_as_from_here(check, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "more.beancount").write_text(OPENS + invoices("Acme", 1))
    result = check('include "sub/more.beancount"\n')
    assert result.stdout.startswith("sub/more.beancount:4: advice: ")


def test_files_elsewhere_keep_their_whole_name(check, tmp_path, monkeypatch):
    check(OPENS)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    path = tmp_path / "main.beancount"
    path.write_text(OPENS + invoices("Acme", 1))
    found = CliRunner().invoke(main, ["check"])
    assert found.stdout.startswith(f"{path}:4: advice: ")


def test_a_name_that_could_deceive_is_shown_as_its_code(check):
    result = check(OPENS + invoices("Acme \N{RIGHT-TO-LEFT OVERRIDE}x", 1))
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in result.stdout
    assert "Acme \\u202ex has no number" in result.stdout


def test_a_side_without_a_known_account_is_not_said_to_be_trusted(check):
    household = (
        "1970-01-01 open Assets:Checking\n1970-01-01 open Expenses:Food\n"
        '2026-01-05 * "Shop" "Food"\n  Assets:Checking  -9 EUR\n  Expenses:Food\n'
    )
    result = check(household)
    assert result.exit_code == 0
    assert result.stdout == (
        "Nothing to look at; no receivable or payable account is known, so nothing is"
        " listed as owed.\n"
    )


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Books in four files: the main one includes two, and one of them the fourth."""
    (tmp_path / "2026" / "sales").mkdir(parents=True)
    texts = {
        "main.beancount": f'{OPENS}include "2026/*.beancount"\n',
        "2026/first.beancount": 'include "sales/acme.beancount"\n',
        "2026/sales/acme.beancount": invoices("Acme", 1),
        "2026/sales/other.beancount": invoices("Beta", 1),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGERKIT_FILE", raising=False)
    return lambda *words: CliRunner().invoke(main, ["check", *words])


@pytest.mark.parametrize("file", ["2026/first.beancount", "2026/sales/acme.beancount"])
def test_a_part_is_checked_with_the_books_that_include_it(parts, file):
    result = parts(file)
    assert result.exit_code == 0
    assert result.stderr == (f"{file} is part of main.beancount, which is checked.\n")
    assert result.stdout.startswith("2026/sales/acme.beancount:2: advice: ")


def test_a_report_on_a_part_is_made_of_the_books_that_include_it(parts):
    """Alone, its accounts would not be opened, and every figure would be in doubt."""
    assert parts("--list").exit_code == 0
    words = ["aging", "2026/sales/acme.beancount", "--as-of", "2026-12-31"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert result.stderr == (
        "2026/sales/acme.beancount is part of main.beancount, which is read.\n"
    )
    assert "is not opened" not in result.output
    whole = CliRunner().invoke(main, ["aging", "main.beancount", *words[2:]])
    assert (whole.stdout, whole.stderr) == (result.stdout, "")


def test_a_part_is_checked_alone_if_asked(parts):
    result = parts("--alone", "2026/sales/acme.beancount")
    assert result.exit_code == 1
    assert "account Assets:Receivable is not opened" in result.stderr


def test_a_file_that_nothing_includes_is_its_own_book(parts):
    result = parts("2026/sales/other.beancount")
    assert "is part of" not in result.stderr
    assert result.exit_code == 1


def test_of_two_files_that_include_each_other_none_is_the_main_one(parts, tmp_path):
    (tmp_path / "a.beancount").write_text('include "b.beancount"\n', "utf-8")
    (tmp_path / "b.beancount").write_text('include "a.beancount"\n', "utf-8")
    assert "is part of b.beancount," not in parts("a.beancount").stderr


def test_what_is_checked_is_said_beside_a_table_and_not_in_it(parts):
    result = parts("2026/first.beancount", "--format", "csv")
    assert next(csv.reader(io.StringIO(result.stdout)))[0] == "level"
    assert "which is checked" in result.stderr
