"""``ledgerkit import documents``: what it reads, writes, asks and refuses."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import without_tags

if TYPE_CHECKING:
    from pathlib import Path

BOOK = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"

2026-01-01 open Assets:Receivable
2026-01-01 open Assets:Bank:Intesa
2026-01-01 open Liabilities:Payable
2026-01-01 open Income:Sales
"""
INVOICES = """\
Invoice No,Customer,Date,Due date,Amount,Paid on
INV-1,Acme S.r.l.,2026-01-15,2026-02-14,1220.00,2026-02-20
INV-2,Zeta,2026-01-31,2026-03-02,300.50,
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    return path


@pytest.fixture
def invoices(tmp_path: Path) -> Path:
    path = tmp_path / "invoices.csv"
    path.write_text(INVOICES)
    return path


def run(file: Path, book: Path, *options: str, kind: str = "invoice") -> Result:
    """Import a file and look at what came of it."""
    command = ["import", "documents", str(file), "--into", str(book), "--kind", kind]
    return CliRunner().invoke(main, [*command, *options])


def written(file: Path, book: Path, *options: str, kind: str = "invoice") -> str:
    """Import a file, insist that it works, and return what was added."""
    before = book.read_text()
    result = run(file, book, "--yes", *options, kind=kind)
    assert result.exit_code == 0, result.stderr
    assert [e.message for e in ledgerkit.load(book).errors] == []
    return book.read_text().removeprefix(before)


def documents(book: Path, side: Side = Side.RECEIVABLE):
    return ledgerkit.load(book).subledger(side, date.max).documents


def save(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


# What is written ----------------------------------------------------------------


def test_invoices_are_written_as_a_person_would(book: Path, invoices: Path):
    assert written(invoices, book) == (
        "\n"
        '2026-01-15 custom "client" "acme-srl" "Acme S.r.l."\n'
        '2026-01-31 custom "client" "zeta" "Zeta"\n'
        "\n"
        '2026-01-15 * "Acme S.r.l." "Invoice INV-1" ^INV-1\n'
        "  due: 2026-02-14\n"
        "  Assets:Receivable                                1220.00 EUR\n"
        "  Income:Sales                                    -1220.00 EUR\n"
        "\n"
        '2026-01-31 * "Zeta" "Invoice INV-2" ^INV-2\n'
        "  due: 2026-03-02\n"
        "  Assets:Receivable                                300.50 EUR\n"
        "  Income:Sales                                    -300.50 EUR\n"
        "\n"
        '2026-02-20 * "Acme S.r.l." "Payment" ^INV-1\n'
        "  Assets:Bank:Intesa                               1220.00 EUR\n"
        "  Assets:Receivable                               -1220.00 EUR\n"
    )


def test_bills_are_what_we_owe(book: Path, tmp_path: Path):
    file = save(
        tmp_path,
        "Bill no;Supplier;Date;Total;Paid on\n"
        "7;Tipografia Rossi;2026-01-15;61,50 €;2026-02-01\n"
        "7;Zeta;2026-01-16;-10,00 €;\n",
    )
    added = written(file, book, kind="bill")
    assert "2026-01-15 open Expenses:Purchases\n" in added
    rossi, zeta = sorted(documents(book, Side.PAYABLE), key=lambda d: d.party)
    assert (rossi.party, rossi.amount, rossi.open) == ("tipografia-rossi", 61.5, 0)
    assert (zeta.kind, zeta.amount) == (DocumentKind.VENDOR_CREDIT, -10)


def test_everything_a_row_can_say_is_written(book: Path, tmp_path: Path):
    file = save(
        tmp_path,
        "number,customer id,customer,date,amount,settled on,paid amount,currency,memo\n"
        'Nr. 1/26 ä,C-7,Acme,2026-01-15,$100.00,2026-02-01,40.00,CAD,"Logo\nand web"\n',
    )
    added = written(file, book)
    assert (
        '2026-01-15 * "Acme" "Logo and web"\n  invoice: "Nr. 1/26 ä"\n'
        "  Assets:Receivable                                100.00 CAD\n"
    ) in added
    [document] = documents(book)
    assert (document.party, document.number) == ("c-7", "Nr. 1/26 ä")
    assert (document.open, document.currency) == (60, "CAD")


def test_negative_amounts_are_credit_notes(book: Path, tmp_path: Path):
    file = save(
        tmp_path,
        "number,client,date,amount,settled\n"
        "CN-1,Acme,2026-01-15,-50.00,2026-02-01\nCN-2,Acme,2026-01-15,(20.00),\n",
    )
    assert '  credit-note: "CN-1"\n' in written(file, book)
    first, second = sorted(documents(book), key=lambda d: d.number or "")
    assert (first.kind, first.open) == (DocumentKind.CREDIT_NOTE, 0)
    assert (second.amount, second.open) == (-20, -20)
    assert run(file, book).stdout == "0 new, 2 already there\n"


def test_the_same_file_again_adds_nothing_and_asks_nothing(book: Path, invoices: Path):
    written(invoices, book)
    text = book.read_bytes()
    result = run(invoices, book)
    assert (result.exit_code, result.stdout) == (0, "0 new, 2 already there\n")
    assert book.read_bytes() == text


def test_a_later_payment_is_added_alone(book: Path, invoices: Path):
    written(invoices, book)
    invoices.write_text(INVOICES.replace("300.50,", "300.50,2026-03-05"))
    assert written(invoices, book) == (
        "\n"
        '2026-03-05 * "Zeta" "Payment" ^INV-2\n'
        "  Assets:Bank:Intesa                                300.50 EUR\n"
        "  Assets:Receivable                                -300.50 EUR\n"
    )


def test_invoices_of_clients_that_nobody_declared_are_known(book: Path, invoices: Path):
    with book.open("a") as file:
        file.write(
            '\n2026-01-15 * "ACME SRL" "By hand" ^INV-1\n'
            "  Assets:Receivable  1220.00 EUR\n  Income:Sales\n"
        )
    added = written(invoices, book)
    assert "Invoice INV-1" not in added
    assert "Payment" in added
    assert {(d.number, d.party, d.open) for d in documents(book)} == {
        ("INV-1", "acme-srl", 0),
        ("INV-2", "zeta", Decimal("300.50")),
    }


def test_a_book_with_nothing_in_it_gets_its_accounts(tmp_path: Path, invoices: Path):
    book = tmp_path / "new.beancount"
    book.write_text('option "name_assets" "Attivo"\n')
    result = run(invoices, book, "--yes", "--currency", "chf")
    assert result.exit_code == 0, result.stderr
    assert book.read_text().startswith(
        'option "name_assets" "Attivo"\n'
        "\n"
        "2026-01-15 open Attivo:Bank\n"
        "2026-01-15 open Attivo:Receivable\n"
        "2026-01-15 open Income:Sales\n"
        "\n"
    )
    assert [d.currency for d in documents(book)] == ["CHF", "CHF"]


def test_named_accounts_are_used_and_given_their_role(book: Path, invoices: Path):
    added = written(
        invoices,
        book,
        *("--control-account", "Assets:Mandanti"),
        *("--income-account", "Income:Web"),
        *("--bank-account", "Assets:Bank:Intesa"),
    )
    assert added.startswith(
        '\n2026-01-15 open Assets:Mandanti\n  role: "receivable"\n\n'
        "2026-01-15 open Income:Web\n\n"
    )
    assert {d.postings[0].account for d in documents(book)} == {"Assets:Mandanti"}


def test_another_file_of_the_book_can_take_them(book: Path, invoices: Path):
    into = book.parent / "years" / "2026.beancount"
    into.parent.mkdir()
    assert written(invoices, book, "--to-file", str(into)) == (
        '\ninclude "years/2026.beancount"\n'
    )
    assert into.read_text().startswith('2026-01-15 custom "client"')
    assert run(invoices, book, "--to-file", str(into)).stdout.startswith("0 new, 2")


def test_a_dry_run_prints_what_would_be_written_and_writes_nothing(
    book: Path, invoices: Path
):
    result = run(invoices, book, "--dry-run")
    assert (result.exit_code, book.read_text()) == (0, BOOK)
    assert f"\n{result.stdout}" == written(invoices, book)


# How a file is read -------------------------------------------------------------


def test_a_german_export_is_read(book: Path, tmp_path: Path):
    file = save(
        tmp_path,
        "Rechnungs-Nr.;Kunden-Nr.;Kunde;Rechnungsdatum;Fällig am;Betrag;Bezahlt am\r\n"
        "R1;10;Müller & Söhne;31.01.2026;14.02.2026;1.234,50;\r\n"
        "R2;11;Ärzte GmbH;05.02.2026;;2,00;10.02.2026\r\n",
        "cp1252",
    )
    refused = run(file, book, "--yes")
    assert refused.exit_code == 2
    assert "file.csv is not UTF-8, and its encoding may be cp1252" in refused.stderr
    assert "Fällig am" in refused.stderr
    assert "write --encoding cp1252 if that is right" in refused.stderr

    added = written(file, book, "--encoding", "cp1252")
    assert '2026-01-31 custom "client" "10" "Müller & Söhne"\n' in added
    assert {(d.number, d.amount, d.due) for d in documents(book)} == {
        ("R1", Decimal("1234.50"), date(2026, 2, 14)),
        ("R2", Decimal("2.00"), date(2026, 2, 5)),
    }


def test_a_profile_says_how_a_file_is_read_and_an_option_wins(
    book: Path, tmp_path: Path
):
    file = save(tmp_path, "a|b|c|d\nINV-1|Acme|03/04/2026|1,234\n")
    profile = tmp_path / "old.toml"
    profile.write_text(
        'kind = "bill"\ndate-format = "DD/MM/YYYY"\ndecimal-mark = "."\n'
        'currency = "KWD"\naccount = "Income:Web"\n'
        '[columns]\nnumber = "a"\nparty = "b"\nissued = "c"\namount = "d"\n'
    )
    written(file, book, "--profile", str(profile), "--decimal-mark", ",")
    [document] = documents(book)
    assert (document.issued, document.currency) == (date(2026, 4, 3), "KWD")
    assert document.amount == Decimal("1.234")


def test_an_amount_with_more_decimals_than_its_currency_is_a_bad_row(
    book: Path, tmp_path: Path
):
    file = save(tmp_path, "number,client,date,amount\n1,Acme,2026-04-03,1220.505\n")
    refused = run(file, book, "--yes")
    assert (refused.exit_code, book.read_text()) == (2, BOOK)
    assert "file.csv:2: 1220.505 EUR: EUR has 2 decimals" in refused.stderr


def test_ambiguous_dates_are_asked_for_and_never_guessed(book: Path, tmp_path: Path):
    file = save(tmp_path, "number,client,date,amount\n1,Acme,03/04/2026,5.00\n")
    refused = run(file, book, "--yes")
    assert (refused.exit_code, book.read_text()) == (2, BOOK)
    assert refused.stderr == (
        f"Error: the form of the dates in {file} may be %d/%m/%Y (03/04/2026 is"
        " 2026-04-03) or %m/%d/%Y (03/04/2026 is 2026-03-04); write --date-format"
        " %d/%m/%Y if that is right\n"
    )
    written(file, book, "--date-format", "%m/%d/%Y")
    assert documents(book)[0].issued == date(2026, 3, 4)


def test_ambiguous_amounts_are_asked_for_and_never_guessed(book: Path, tmp_path: Path):
    file = save(tmp_path, 'number,client,date,amount\n1,Acme,2026-03-04,"1,234"\n')
    refused = run(file, book, "--yes")
    assert (refused.exit_code, book.read_text()) == (2, BOOK)
    assert (
        "1,234 is 1234) or , (1,234 is 1.234); write --decimal-mark" in refused.stderr
    )
    written(file, book, "--decimal-mark", "point")
    assert documents(book)[0].amount == 1234


def test_what_columns_were_taken_for_is_shown(book: Path, invoices: Path):
    result = run(invoices, book)
    assert result.exit_code == 2
    assert result.stderr == (
        f"{invoices}: 2 invoices of 2 clients, 2026-01-15 to 2026-01-31,"
        " 1,520.50 EUR\n"
        "  columns   number=Invoice No, party=Customer, issued=Date, due=Due date,"
        " amount=Amount, settled=Paid on\n"
        "  dates     2026-01-15 is 2026-01-15 (%Y-%m-%d)\n"
        "  amounts   1220.00 is 1220.00 (decimal mark .)\n"
        "  accounts  Assets:Receivable, Income:Sales, Assets:Bank:Intesa\n"
        "  to write  2 invoices, 1 settlement, 2 new clients, 0 new accounts\n"
        "Error: there is no terminal to ask on; write with --yes, or look with"
        " --dry-run\n"
    )
    assert book.read_text() == BOOK


# What is refused ----------------------------------------------------------------


def test_a_bad_row_stops_everything_and_can_be_left_out(book: Path, tmp_path: Path):
    file = save(
        tmp_path,
        "number,client,date,amount\n1,Acme,2026-01-15,5.00\n\n"
        "2,,2026-01-15,5.00\n1,Zeta,2026-01-15,5.00\n4,Acme,2026-01-15\n",
    )
    refused = run(file, book, "--yes")
    assert (refused.exit_code, book.read_text()) == (2, BOOK)
    bad = (
        f"{file}:4: has no party\n"
        f"{file}:5: number 1 stands on line 2 already\n"
        f"{file}:6: has 3 cells where the header has 4\n"
    )
    assert refused.stderr == bad + (
        "Error: 3 of 4 rows can't be imported, so nothing was written; correct them,"
        " or leave them out with --skip-bad\n"
    )
    done = run(file, book, "--yes", "--skip-bad")
    assert done.exit_code == 0
    assert done.stderr.startswith(bad)
    assert len(documents(book)) == 1


def test_a_row_that_contradicts_the_book_is_bad(book: Path, tmp_path: Path):
    header = "number,client,date,amount\n"
    written(save(tmp_path, f"{header}1,Acme,2026-01-15,5.00\n"), book)
    for row, reason in (
        ("1,Acme,2026-01-15,6.00", "of 2026-01-15 over 5.00 EUR and not of 2026-01-15"),
        ("1,Acme,2026-01-16,5.00", "and not of 2026-01-16 over 5.00 EUR"),
        ("1,Zeta,2026-01-15,5.00", "for acme and not Zeta; correct the number"),
    ):
        refused = run(save(tmp_path, f"{header}{row}\n"), book, "--yes")
        assert refused.exit_code == 2
        assert "file.csv:2: invoice 1: is in the books already (main" in refused.stderr
        assert reason in refused.stderr


@pytest.mark.parametrize(
    "payee",
    [
        'Acme "the best" S.r.l.',
        'Acme\\nEvil \\ \\" Co',
        "{{7*7}}{% raw %}",
        '=HYPERLINK("https://example.com")',
        "@SUM(A1)",
        "; not a comment",
        "^INV-9 #tag * !",
        "<script>alert(1)</script>",
        "[bold red]x[/]",
    ],
)
def test_a_hostile_payee_stays_text(book: Path, tmp_path: Path, payee: str):
    quoted = payee.replace('"', '""')
    file = save(
        tmp_path,
        f'number,client,date,amount,settled\n1,"{quoted}",2026-01-15,5.00,2026-02-01\n',
    )
    written(file, book)
    books = ledgerkit.load(book)
    [client] = books.clients.values()
    # Only what could begin HTML is written otherwise.
    plain = without_tags(payee)
    assert client.name == plain
    payees = [d.payee for d in books.directives if hasattr(d, "payee")]
    assert payees == [plain, plain]
    assert run(file, book).stdout == "0 new, 1 already there\n"


@pytest.mark.parametrize(
    ("party", "shown"),
    [
        ("Acme\n1970-01-01 open Assets:Evil", "U+000A"),
        ("Acme\r", None),
        ("Ac\x1b[31mme", "U+001B"),
        ("Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S", "U+202E"),
        ("Acme\N{LINE SEPARATOR}x", "U+2028"),
    ],
)
def test_a_payee_that_hides_something_is_refused_by_its_line(
    book: Path, tmp_path: Path, party: str, shown: str | None
):
    file = save(tmp_path, f'number,client,date,amount\n1,"{party}",2026-01-15,5.00\n')
    result = run(file, book, "--yes")
    if shown is None:  # A break at the end of a cell is white space, and goes.
        assert [d.party for d in documents(book)] == ["acme"]
        return
    assert (result.exit_code, book.read_text()) == (2, BOOK)
    assert result.stderr.startswith(f"{file}:2: the party holds {shown} (")
    assert party not in result.stderr


def test_hostile_column_names_never_reach_the_terminal_as_they_are(
    book: Path, tmp_path: Path
):
    file = save(tmp_path, "number,cli\x1b[31ment,date,amount\n1,a,2026-01-15,5\n")
    result = run(file, book, "--yes")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "which column is party?" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "numbr=Invoice No"], 'did you mean "number"?'),
        (["--map", "number=Nummer"], "there is no column 'Nummer'; there are Invoice"),
        (["--date-format", "day"], "doesn't say where day, month and year stand"),
        (["--decimal-mark", ";"], "--decimal-mark is . or , and not ';'"),
        (["--delimiter", "||"], "--delimiter is one character or tab, and not '||'"),
        (["--currency", "?"], "--currency '?' is no currency"),
        (["--encoding", "latin-17"], "there is no text encoding 'latin-17'"),
        (["--account", "Salse"], 'no account "Salse" is opened; did you mean "Sales"?'),
        (["--account", "Vendite:Web"], "this book's accounts begin with Assets, "),
        (["--account", "Assets:Receivable:X"], "Assets:Receivable:X is a receivable"),
        (["--control-account", "Assets:Bank:Intesa"], "Assets:Bank:Intesa is no rece"),
        (["--to-file", "/nowhere/x.beancount"], "nowhere"),
        (["--profile", "nowhere.toml"], "nowhere.toml: No such file"),
    ],
)
def test_what_was_asked_for_wrongly_is_named(
    book: Path, invoices: Path, options: list[str], message: str
):
    result = run(invoices, book, "--yes", *options)
    assert (result.exit_code, book.read_text()) == (2, BOOK)
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_kind_must_be_said(book: Path, invoices: Path):
    command = ["import", "documents", str(invoices), "--into", str(book)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert result.stderr == "Error: say what the file lists: --kind invoice or bill\n"


def test_accounts_that_stand_in_the_way_are_named(book: Path, tmp_path: Path):
    old = save(tmp_path, "number,client,date,amount\n1,Acme,2020-01-15,5.00\n")
    result = run(old, book, "--yes")
    assert result.stderr.endswith(
        "Error: Assets:Receivable is opened on 2026-01-01 (main.beancount:4) and would"
        " be used on 2020-01-15; change its date there to 2020-01-15 or earlier\n"
    )
    book.write_text(BOOK.replace("open Income:Sales", "open Income:Sales EUR"))
    dollars = save(tmp_path, "number,client,date,amount\n1,Acme,2026-01-15,5 USD\n")
    result = run(dollars, book, "--yes")
    assert "Income:Sales is opened for EUR only (main.beancount:7)" in result.stderr


# When things go wrong -------------------------------------------------------------


def ledgerkit_process(*args: str, **options):
    code = "from ledgerkit.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *args], **options)


def test_a_full_disk_leaves_the_old_book(book: Path, invoices: Path):
    def allow_little_writing() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    process = ledgerkit_process(
        *("import", "documents", str(invoices), "--into", str(book)),
        *("--kind", "invoice", "--yes"),
        stderr=subprocess.PIPE,
        preexec_fn=allow_little_writing,
    )
    _out, err = process.communicate(timeout=60)
    assert (process.returncode, book.read_text()) == (2, BOOK)
    assert b"nothing was written, the old text stands" in err
    left = {path.name for path in book.parent.iterdir()}
    assert left - {".ledgerkit.lock"} == {"main.beancount", "invoices.csv"}


def test_a_killed_import_leaves_the_old_book_or_the_new(book: Path, tmp_path: Path):
    rows = [f"{n},Client {n % 9},2026-01-15,5.00" for n in range(3000)]
    file = save(tmp_path, "\n".join(["number,client,date,amount", *rows, ""]))
    new = tmp_path / "whole.beancount"
    new.write_text(BOOK)
    written(file, new)
    process = ledgerkit_process(
        *("import", "documents", str(file), "--into", str(book)),
        *("--kind", "invoice", "--yes"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(path.suffix == ".lktmp" for path in tmp_path.iterdir()):
            process.kill()
    process.wait(timeout=60)
    assert book.read_text() in {BOOK, new.read_text()}
    assert "3000" in run(file, book, "--yes").stdout
    assert book.read_text() == new.read_text()


# At a terminal --------------------------------------------------------------------


def at_terminal(*args: str, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a command at a terminal; answer each question when it is asked."""
    ours, theirs = pty.openpty()
    process = ledgerkit_process(
        *args,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(theirs)
    seen, waiting = "", list(answers)
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # So a terminal says that the other end is closed.
            break
        if not data:
            break
        seen += data.decode()
        if waiting and waiting[0][0] in seen.rpartition("\x00")[2]:
            question, answer = waiting.pop(0)
            seen = seen.replace(question, f"{question}\x00")
            os.write(ours, f"{answer}\n".encode())
    os.close(ours)
    return process.wait(timeout=60), seen.replace("\r\n", "\n").replace("\x00", "")


def test_a_person_at_a_terminal_is_asked(book: Path, tmp_path: Path):
    file = save(
        tmp_path, 'number;client;date;amount\n1;Bäcker;03/04/2026;"1,234"\n', "cp1252"
    )
    command = ["import", "documents", str(file), "--into", str(book)]
    questions = [("Which?", "1"), ("Which?", "2"), ("Which?", "1")]
    status, seen = at_terminal(
        *command, "--kind", "invoice", answers=[*questions, ("Write this?", "n")]
    )
    assert (status, book.read_text()) == (0, BOOK)
    assert "  1  cp1252 (1;Bäcker;03/04/2026" in seen
    assert "  2  %m/%d/%Y (03/04/2026 is 2026-03-04)" in seen
    assert "  1  . (1,234 is 1234)" in seen
    assert '\n+2026-03-04 * "Bäcker" "Invoice 1" ^1\n' in seen
    assert seen.endswith("Nothing was written.\n")

    status, seen = at_terminal(
        *command, "--kind", "invoice", answers=[*questions, ("Write this?", "y")]
    )
    assert status == 0
    assert "1 new, 0 already there: 1 invoice" in seen
    [document] = documents(book)
    assert (document.amount, document.issued) == (1234, date(2026, 3, 4))


def test_a_long_change_is_shown_in_part(book: Path, tmp_path: Path):
    rows = [f"{n},Acme,2026-01-15,5.00" for n in range(100)]
    file = save(tmp_path, "\n".join(["number,client,date,amount", *rows, ""]))
    _status, seen = at_terminal(
        *("import", "documents", str(file), "--into", str(book), "--kind", "invoice"),
        answers=[("Write this?", "n")],
    )
    assert "… and 368 lines more" in seen
    assert seen.count('"Acme"') < 20


def test_a_book_saved_while_the_question_stood_is_not_written_to(
    book: Path, invoices: Path
):
    ours, theirs = pty.openpty()
    process = ledgerkit_process(
        *("import", "documents", str(invoices), "--into", str(book)),
        *("--kind", "invoice"),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    seen = b""
    while b"Write this?" not in seen:
        seen += process.stderr.read1()
    book.write_text(BOOK + "; by hand\n")
    os.write(ours, b"y\n")
    rest = process.stderr.read()
    assert process.wait(timeout=60) == 2
    assert b"was changed after it was read" in rest
    assert book.read_text() == BOOK + "; by hand\n"
    os.close(ours)
    os.close(theirs)


STATES = """\
Num,Transaction type,Customer,Date,Due date,Amount,Open balance,Status,Terms,PO No
1001,Invoice,Acme,2026-01-15,2026-02-14,100.00,0.00,Paid,Net 30,
1002,Invoice,Acme,2026-01-16,2026-02-15,250.00,250.00,Overdue,Net 30,77
1003,Invoice,Beta,2026-01-17,2026-02-16,80.00,80.00,Draft,Net 30,
1004,Credit memo,Acme,2026-01-18,,-30.00,-30.00,Open,,
1005,Payment,Acme,2026-01-19,,-100.00,0.00,Closed,,
"""


def test_a_list_with_status_type_and_open_balance(book: Path, tmp_path: Path):
    """250.00 less a credit note of 30.00 is owed; the rest is named."""
    file = save(tmp_path, STATES)
    result = run(file, book, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "  not read  Terms, PO No\n" in result.stderr
    assert "  left out  paid, no day: 1001; --settled-on DAY" in result.stderr
    assert "  left out  draft: 1003\n" in result.stderr
    assert "  left out  payment: 1005\n" in result.stderr
    assert {d.number: d.open for d in documents(book)} == {
        "1002": Decimal(250),
        "1004": Decimal(-30),
    }


def test_the_day_of_undated_payments_can_be_said(book: Path, tmp_path: Path):
    file = save(tmp_path, STATES)
    written(file, book, "--settled-on", "2026-01-31")
    assert {d.number: d.open for d in documents(book)} == {
        "1001": Decimal(0),
        "1002": Decimal(250),
        "1004": Decimal(-30),
    }
    settled = next(d for d in documents(book) if d.number == "1001")
    assert [s.posting.day for s in settled.settlements] == [date(2026, 1, 31)]


def test_many_rows_that_are_left_out_are_counted(book: Path, tmp_path: Path):
    lines = [f"D-{n},Acme,2026-01-05,1.00,Draft" for n in range(25)]
    file = save(tmp_path, "\n".join(["Number,Customer,Date,Amount,Status", *lines]))
    result = run(file, book, "--dry-run")
    assert result.exit_code == 0
    assert "D-19 and 5 more" in result.stderr
    assert "D-20" not in result.stderr


def test_a_status_that_is_not_known_stops_the_import(book: Path, tmp_path: Path):
    file = save(
        tmp_path, "Number,Customer,Date,Amount,Status\nA-1,X,2026-01-05,1,Foo\n"
    )
    result = run(file, book, "--yes")
    assert result.exit_code == 2
    assert f"{file}:2: the status 'Foo' is none that is known" in result.stderr
    assert "A-1" in written(file, book, "--map", "status=")


def test_what_is_void_elsewhere_and_open_here_is_named(book: Path, invoices: Path):
    written(invoices, book)
    table = "Number,Customer,Date,Amount,Status\nINV-2,Zeta,2026-01-31,300.50,Void\n"
    result = run(save(invoices.parent, table), book, "--yes")
    assert "  in books  void in the file, open in the books: INV-2\n" in result.stderr
