"""What is named of a closed period, and where."""

import pytest
from tests.general_ledger.closing.closing_books import (
    ACCOUNTS,
    close,
    closed,
    edit,
    named,
)

from ledgerkit.api import load
from ledgerkit.general_ledger.closing.canonical import CanonicalForm

RENT = """\
2025-04-03 * "Acme" "Rent"
  Expenses:Rent   700.00 EUR
  Assets:Bank
"""
UNDO = "undo that, or reopen 2025-Q2"
LINE = 1 + ACCOUNTS.count("\n")


def test_a_changed_amount_is_named_at_its_line_with_what_it_was(tmp_path):
    main = closed(tmp_path, RENT)
    edit(main, "700.00", "710.00")
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE}"
    assert message == (
        "closed period 2025-Q2: the transaction of 2025-04-03 was changed:"
        " Assets:Bank -700 EUR, Expenses:Rent 700 EUR was there, now"
        f" Assets:Bank -710 EUR, Expenses:Rent 710 EUR; {UNDO}"
    )


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('"Acme"', '"Beta"', "payee differs"),
        ('"Rent"\n', '"Rent" ^INV-1\n', "links are new"),
        ('"Rent"\n', '"Rent"\n  tax: "it22"\n', "keys are new"),
        ("EUR\n", 'EUR\n    tax: "it22"\n', "keys of postings are new"),
        ("2025-04-03 *", "2025-04-03 !", "flag differs"),
        ("2025-04-03 *", "2025-05-03 *", "its date was 2025-04-03"),
        ("2025-04-03 *", "2025-07-03 *", "it is dated 2025-07-03 now"),
    ],
)
def test_what_was_changed_is_said(tmp_path, old, new, parts):
    main = closed(tmp_path, RENT)
    edit(main, old, new)
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE}"
    assert f"was changed: {parts}; {UNDO}" in message


def test_what_was_removed_is_named_at_its_line_in_the_list(tmp_path):
    main = closed(tmp_path, RENT)
    edit(main, RENT, "")
    [(place, message)] = named(main)
    name, _, line = place.partition(":")
    listed = (tmp_path / "closes" / name).read_text().split("\n")[int(line) - 1]
    assert listed.endswith("Assets:Bank -700 EUR; Expenses:Rent 700 EUR")
    assert message == (
        "closed period 2025-Q2: the transaction of 2025-04-03 was removed (Assets:Bank"
        f" -700 EUR, Expenses:Rent 700 EUR; it stood at main.beancount:{LINE}); {UNDO}"
    )


def test_what_was_added_is_named_at_its_line(tmp_path):
    main = closed(tmp_path, RENT)
    main.write_text(main.read_text() + "\n" + RENT)
    [(place, message)] = named(main)
    assert place.startswith("main.beancount:")
    assert "the transaction of 2025-04-03 was added" in message


def test_other_ways_to_say_the_same_are_silent(tmp_path):
    main = closed(tmp_path, RENT)
    edit(main, RENT, "")
    (tmp_path / "rent.beancount").write_text(
        '; moved\n2025-04-03 * "Acme" "Rent"  ; still\n'
        "    Assets:Bank  -700 EUR\n    Expenses:Rent  700.0 EUR\n"
    )
    main.write_text('include "rent.beancount"\n' + main.read_text())
    assert named(main) == []


def test_two_equal_transactions_are_legal_and_one_of_them_is_missed(tmp_path):
    main = closed(tmp_path, RENT + RENT)
    assert named(main) == []
    text = main.read_text()
    main.write_text(text.replace(RENT, "", 1))
    [(_place, message)] = named(main)
    assert "was removed" in message


def test_a_sale_whose_lots_changed_is_no_change_of_its_own(tmp_path):
    lots = """\
2025-04-01 * "Buy"
  Assets:Stock   10 HOOL {5.00 EUR}
  Assets:Bank
2025-05-01 * "Sell"
  Assets:Stock   -4 HOOL {} @ 7.00 EUR
  Assets:Bank    28.00 EUR
  Income:Gains
"""
    main = closed(tmp_path, lots)
    edit(main, "{5.00 EUR}", "{5.50 EUR}")
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE}"
    assert "costs and prices differ" in message


def test_another_lot_for_a_sale_is_a_change(tmp_path):
    lots = """\
2025-04-01 * "Buy"
  Assets:Stock   10 HOOL {5.00 EUR}
  Assets:Stock   10 HOOL {6.00 EUR}
  Assets:Bank
2025-05-01 * "Sell"
  Assets:Stock   -4 HOOL {5.00 EUR} @ 7.00 EUR
  Assets:Bank    28.00 EUR
  Income:Gains
"""
    main = closed(tmp_path, lots)
    edit(main, "-4 HOOL {5.00 EUR}", "-4 HOOL {6.00 EUR}")
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE + 4}"
    assert "Income:Gains -8 EUR was there, now Income:Gains -4 EUR" in message


def test_a_lot_of_before_the_period_changes_what_was_closed(tmp_path):
    lots = """\
2025-03-01 * "Buy"
  Assets:Stock   10 HOOL {5.00 EUR}
  Assets:Bank
2025-05-01 * "Sell"
  Assets:Stock   -4 HOOL {} @ 7.00 EUR
  Assets:Bank    28.00 EUR
  Income:Gains
"""
    main = closed(tmp_path, lots)
    edit(main, "{5.00 EUR}", "{5.50 EUR}")
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE + 3}"
    assert "Income:Gains -8 EUR was there, now Income:Gains -6 EUR" in message


def test_what_was_changed_before_the_period_shows_in_the_trial_balance(tmp_path):
    before = RENT.replace("2025-04-03", "2025-03-03")
    main = closed(tmp_path, before)
    edit(main, "700.00", "710.00")
    messages = [message for _place, message in named(main)]
    assert messages[0] == (
        "closed period 2025-Q2: Assets:Bank was -700 EUR on 2025-06-30 and is -710,"
        " although nothing in the period differs: something before it, or a pad, was"
        f" changed; {UNDO}"
    )
    assert len(messages) == 2


def test_a_pad_that_a_later_assertion_moves_shows_in_the_trial_balance(tmp_path):
    pad = """\
2025-03-01 pad Assets:Bank Equity:Opening-Balances
2025-07-10 balance Assets:Bank  100.00 EUR
"""
    main = closed(tmp_path, pad)
    edit(main, "100.00", "110.00")
    assert "Assets:Bank was 100 EUR on 2025-06-30 and is 110" in named(main)[0][1]


@pytest.mark.parametrize(
    "line",
    [
        '2025-05-01 note Assets:Bank "Asked the bank"',
        '2025-05-01 custom "client" "acme" "Acme S.r.l."',
        '2025-05-01 custom "task" "acme" "Call"',
        '2025-05-01 event "location" "Rome"',
        "2025-05-01 price HOOL 5.00 EUR",
        "2025-07-01 price EUR 1.10 USD",
        "2025-01-01 open Expenses:Other",
    ],
)
def test_what_no_figure_rests_on_is_no_part_of_a_close(tmp_path, line):
    main = closed(tmp_path, RENT)
    main.write_text(f"{main.read_text()}\n{line}\n")
    assert named(main) == []


@pytest.mark.parametrize(
    "line",
    [
        "2025-05-01 balance Assets:Bank  -700.00 EUR",
        "2025-05-01 pad Assets:Receivable Equity:Opening-Balances",
        "2025-05-01 price EUR 1.10 USD",
        "2025-03-01 price EUR 1.10 USD",
        '2025-04-30 custom "statement" Assets:Bank "4" -700.00 EUR',
        "2025-05-01 open Expenses:Other",
        "2025-05-01 close Assets:Receivable",
    ],
)
def test_whatever_figures_rest_on_is_part_of_a_close(tmp_path, line):
    main = closed(tmp_path, RENT + "2025-01-01 open Assets:Dollars USD\n")
    main.write_text(f'option "operating_currency" "EUR"\n{main.read_text()}\n{line}\n')
    messages = [message for _place, message in named(main)]
    assert any("was added" in message for message in messages), messages


def test_the_role_of_an_account_with_a_balance_is_part_of_a_close(tmp_path):
    main = closed(tmp_path, RENT)
    edit(main, "open Expenses:Rent", 'open Expenses:Rent\n  role: "suspense"')
    [(place, message)] = named(main)
    assert place == "main.beancount:7"
    assert "the open of 2025-01-01 was changed: keys are new" in message


def test_an_account_of_two_closed_periods_is_named_once(tmp_path):
    main = closed(tmp_path, RENT, period="2025-04")
    main.write_text(main.read_text() + RENT.replace("2025-04", "2025-05"))
    close(main, period="2025-05")
    edit(main, "open Expenses:Rent", "open Expenses:Rent EUR")
    [(_place, message)] = named(main)
    assert message.startswith("closed period 2025-04: the open of 2025-01-01")


def test_an_option_that_figures_depend_on_is_named(tmp_path):
    main = closed(tmp_path, RENT)
    main.write_text('option "booking_method" "FIFO"\n' + main.read_text())
    [(_place, message)] = named(main)
    assert 'option "booking_method" was "STRICT" at the close and is "FIFO"' in message


def test_the_content_of_a_document_is_part_of_a_close(tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_text("one")
    main = closed(tmp_path, '2025-05-01 document Assets:Bank "scan.pdf"\n')
    scan.write_text("two")
    [(place, message)] = named(main)
    assert place == f"main.beancount:{LINE}"
    assert "the document of 2025-05-01 was changed" in message


def test_books_in_another_folder_are_the_same(tmp_path):
    first = tmp_path / "one"
    first.mkdir()
    (first / "scan.pdf").write_text("one")
    closed(first, RENT + '2025-05-01 document Assets:Bank "scan.pdf"\n')
    first.rename(tmp_path / "two")
    assert named(tmp_path / "two" / "main.beancount") == []


def test_the_check_names_it_without_the_plugin(tmp_path):
    main = closed(tmp_path, RENT)
    edit(main, 'plugin "ledgerkit.plugins.periods"\n', "")
    edit(main, "700.00", "710.00")
    assert len(named(main)) == 1


def test_text_that_looks_like_two_lines_is_one(tmp_path):
    main = tmp_path / "main.beancount"
    texts = ['"a\nb"', '"a\\\\nb"', '"a" "b"']
    main.write_text(
        ACCOUNTS + "".join(f"2025-04-03 * {text}\n" for text in texts), "utf-8"
    )
    forms = [CanonicalForm().form(d) for d in load(main).directives if d.date.day == 3]
    assert len(set(forms)) == len(texts)


@pytest.mark.parametrize(
    "plugins",
    [
        ["ledgerkit.plugins.periods", "beancount.plugins.implicit_prices"],
        ["beancount.plugins.implicit_prices", "ledgerkit.plugins.periods"],
        ["ledgerkit.plugins.all", "beancount.plugins.auto_accounts"],
        ["tests.general_ledger.closing.halving_plugin", "ledgerkit.plugins.all"],
        ["ledgerkit.plugins.all", "tests.general_ledger.closing.halving_plugin"],
    ],
)
def test_plugins_of_others_raise_no_alarm_wherever_they_stand(tmp_path, plugins):
    main = tmp_path / "main.beancount"
    lines = "".join(f'plugin "{name}"\n' for name in plugins)
    trade = """\
2025-04-05 * "Trade"
  Assets:Stock   10 USD @ 0.90 EUR
  Assets:Bank
"""
    main.write_text(
        lines + ACCOUNTS.partition("\n")[2] + RENT + trade,
    )
    close(main)
    assert named(main) == []
    edit(main, '"Acme"', '"Beta"')
    [(_place, message)] = named(main)
    assert "payee differs" in message
