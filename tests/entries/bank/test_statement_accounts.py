"""The account and the currency of each statement in bank files."""

from dataclasses import replace

import pytest
from tests.entries.bank.bank_statements import bank_file, line, nothing, statement, told

from ledgerkit import load
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.statement_files import lines_of


@pytest.fixture
def load_text(tmp_path):
    """Loads a ledger from a text."""

    def load_it(text):
        file = tmp_path / "main.beancount"
        file.write_text(text)
        return load(file)

    return load_it


BOOK = """
option "operating_currency" "EUR"
1970-01-01 open Assets:Bank:Main EUR
  iban: "IT60X0542811101000000123456"
1970-01-01 open Assets:Bank:Second EUR
1970-01-01 open Assets:Cash EUR
  role: "cash"
1970-01-01 open Expenses:Suspense
  role: "suspense"
"""


def prepared(books, *files, **said):
    return prepare_bank_import(books, files, match=told(nothing_at_all), **said)


def nothing_at_all(one, _known):
    return nothing(one)


def of(account, amount="5.00", day="2026-03-13", **facts):
    return statement([line(day, amount)], account=account, **facts)


def sums(prepared_import):
    return {
        source.account: sum(one.amount for one in source.statement.lines)
        for source in prepared_import.statements
    }


@pytest.mark.parametrize("numbers", [("Cash", "Checking"), ("111", "222")])
def test_several_accounts_of_a_file_are_never_one_of_ours(load_text, numbers):
    books = load_text(BOOK)
    file = bank_file(*(of(number) for number in numbers))
    first, second = numbers
    with pytest.raises(UsageError) as caught:
        prepared(books, file, account="Assets:Bank:Main")
    message = str(caught.value)
    assert f'the accounts "{first}" and "{second}" can\'t all be' in message
    assert f"--account {second}=Assets:Bank:Main" in message
    with pytest.raises(UsageError, match=f"--account {second}=NAME"):
        prepared(books, file)
    with pytest.raises(UsageError, match="can't all be Assets:Bank:Main"):
        prepared(books, file, accounts=dict.fromkeys(numbers, "Assets:Bank:Main"))


def test_accounts_of_several_files_are_not_merged_either(load_text):
    files = [bank_file(of("111"), name="a"), bank_file(of("222"), name="b")]
    with pytest.raises(UsageError, match="can't all be"):
        prepared(load_text(BOOK), *files, account="Assets:Bank:Main")


def test_an_account_known_by_its_number_takes_no_other_with_it(load_text):
    books = load_text(BOOK)
    file = bank_file(of("IT60X0542811101000000123456"), of("222", "7.00"))
    with pytest.raises(UsageError, match="can't all be Assets:Bank:Main"):
        prepared(books, file, account="Assets:Bank:Main")
    other = prepared(books, file, account="Assets:Bank:Second")
    assert sums(other) == {"Assets:Bank:Main": 5, "Assets:Bank:Second": 7}


def test_each_account_of_a_file_may_be_said(load_text):
    books = load_text(BOOK)
    file = bank_file(of("Cash", "45.00"), of("Checking", "100.00"))
    both = prepared(
        books,
        file,
        accounts={"Cash": "Assets:Cash", "checking": "Assets:Bank:Main"},
    )
    assert sums(both) == {"Assets:Cash": 45, "Assets:Bank:Main": 100}


def test_what_is_not_picked_is_left_out_by_name(load_text):
    file = bank_file(of("Cash"), of("Checking", "100.00"))
    one = prepared(load_text(BOOK), file, accounts={"Checking": "Assets:Bank:Main"})
    assert sums(one) == {"Assets:Bank:Main": 100}
    assert any('"Cash" is left out' in note for note in one.notes)


def test_an_account_that_no_file_names_is_refused(load_text):
    with pytest.raises(UsageError, match='no file names an account "Chekcing"; they'):
        prepared(
            load_text(BOOK),
            bank_file(of("Checking")),
            accounts={"Chekcing": "Assets:Bank:Main"},
        )


def test_a_number_of_ours_is_not_another_account(load_text):
    number = "IT60X0542811101000000123456"
    with pytest.raises(UsageError, match=r"is of Assets:Bank:Main, by its number"):
        prepared(
            load_text(BOOK), bank_file(of(number)), accounts={number: "Assets:Cash"}
        )


def test_statements_of_one_account_in_two_ways_of_writing_are_one(load_text):
    files = [
        bank_file(of("00777888"), of("777888", "6.00", "2026-03-14"), name="a"),
        bank_file(of("", "7.00", "2026-03-15"), name="b"),
    ]
    one = prepared(load_text(BOOK), *files, account="Assets:Bank:Main")
    assert len(one.lines) == 3


def test_the_lines_of_a_picked_account_are_found_again(load_text):
    books = load_text(
        BOOK
        + '2026-03-13 custom "statement" Assets:Bank:Main "2" 507.00 EUR\n'
        + "  from: 2026-03-13\n"
    )
    text = "".join(
        f":20:{n}\n:25:{n}{n}{n}\n:28C:1\n:60F:C260312EUR{before},00\n"
        f":61:2603130313C{amount},00NMSCNONREF\n:62F:C260313EUR{after},00\n"
        for n, before, amount, after in [(1, 0, 10, 10), (2, 500, 7, 507)]
    )
    read = read_bank_file(text.encode(), "two.sta")
    (booked,) = books.bank_read.statements
    assert [one.amount for one in lines_of(books, booked, read)] == [7]


def currency_of(books, account="Assets:Bank"):
    file = bank_file(replace(of("", "5.00"), currency=""))
    result = prepared(books, file, account=account)
    return result.statements[0].currency, result.notes


@pytest.mark.parametrize(
    ("opened", "moved", "currency", "why"),
    [
        ("USD", "", "USD", ""),
        ("", "", "EUR", "the book's only operating currency"),
        ("", "CHF", "CHF", "the only one on the account"),
    ],
)
def test_a_file_without_a_currency_is_in_that_of_the_account_or_book(
    load_text, opened, moved, currency, why
):
    book = 'option "operating_currency" "EUR"\n'
    book += f"1970-01-01 open Assets:Bank {opened}\n1970-01-01 open Equity:Opening\n"
    if moved:
        book += f'2026-01-01 * "x"\n  Assets:Bank  1 {moved}\n  Equity:Opening\n'
    note = f"bank.ofx:1: the file doesn't say its currency; {currency} is taken, {why}"
    assert currency_of(load_text(book)) == (currency, [note] if why else [])


@pytest.mark.parametrize(
    ("opened", "operating"), [("EUR,USD", ["EUR"]), ("", ["EUR", "USD"]), ("", [])]
)
def test_a_currency_that_nothing_tells_is_asked_for(load_text, opened, operating):
    book = "".join(f'option "operating_currency" "{code}"\n' for code in operating)
    book += f"1970-01-01 open Assets:Bank {opened}\n"
    with pytest.raises(UsageError, match="in which currency it is; write"):
        currency_of(load_text(book))
