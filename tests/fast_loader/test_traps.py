"""What could make the fast way differ, each by its name."""

import pytest

from ledgerkit.books.load import load_books
from ledgerkit.fast_loader import loader as loader_module
from ledgerkit.fast_loader import switch
from ledgerkit.ledger import loader as ledger_loader
from tests.fast_loader.both_ways import BothWays

pytestmark = pytest.mark.skipif(
    not switch.is_proven(), reason="not proven with this version"
)
OPENS = "".join(
    f"2020-01-01 open {account}\n"
    for account in (
        "Assets:Bank",
        "Assets:Bank:Giro",
        "Assets:Depot",
        "Income:Sales",
        "Equity:Opening",
    )
)
PLAIN = """\
2020-02-01 * "Acme" "Rent" #t ^l
  Assets:Bank  1.00 EUR
  Income:Sales  -1.00 EUR
"""
BLANK = """\
2020-02-02 * "Acme"
  Assets:Bank  {} EUR
  Assets:Bank  {} EUR
  Income:Sales
"""
PAD = """\
2020-01-20 pad Assets:Bank Equity:Opening
2020-03-01 balance Assets:Bank  9.00 EUR
2020-03-01 balance Assets:Bank:Giro  5 EUR
"""


@pytest.fixture(scope="module")
def both():
    return BothWays()


def fail(*_arguments):
    raise KeyError


def check(both, main, plain, **others):
    """Both ways are the same, and so many transactions went the fast one."""
    before = both.tally.plain
    assert both.difference(main, **others) is None
    assert both.tally.plain - before == plain


@pytest.mark.parametrize(
    "option",
    [
        "",
        'option "tolerance_multiplier" "0.9"\n',
        'option "tolerance_multiplier" "0.33333"\n',
        'option "inferred_tolerance_default" "EUR:0.02"\n',
        'option "inferred_tolerance_default" "*:0.1"\n',
        'option "infer_tolerance_from_cost" "TRUE"\n',
        # Booked by Beancount, for the tolerance follows from something else.
        'option "tolerance_multiplier" "-1"\n',
        'option "tolerance_multiplier" "0"\n',
        'option "use_precise_interpolation" "TRUE"\n',
    ],
)
@pytest.mark.parametrize(
    "numbers",
    [("1.005", "2.1"), ("1", "2.25"), ("1", "2"), ("-0.00", "0"), ("3", "-3.0")],
)
def test_the_tolerance_follows_the_fewest_decimals(both, option, numbers):
    check(both, option + OPENS + BLANK.format(*numbers), 1)


def test_a_sum_that_came_to_nothing_begins_without_decimals(both):
    # Rounding would hide it, but a tolerance of so many digits rounds nothing.
    text = BLANK.format("1.005", "-1.005\u0020EUR\n  Assets:Bank  2")
    check(both, 'option "tolerance_multiplier" "0.333333"\n' + OPENS + text, 1)


def test_a_tolerance_option_of_the_main_file_rules_every_file(both):
    main = 'option "tolerance_multiplier" "2"\ninclude "more.beancount"\n' + OPENS
    check(both, main, 1, more=BLANK.format("1.005", "2.1"))


def test_a_tolerance_option_of_an_included_file_rules_nothing(both):
    main = 'include "more.beancount"\n' + OPENS + PLAIN
    more = 'option "tolerance_multiplier" "2"\n' + BLANK.format("1.005", "2.1")
    check(both, main, 2, more=more)


def test_account_names_are_valid_per_file(both):
    main = 'option "name_assets" "Vermoegen"\ninclude "more.beancount"\n'
    own = OPENS.replace("Assets", "Vermoegen") + PLAIN.replace("Assets", "Vermoegen")
    check(both, main + own, 2, more=PLAIN)
    check(both, main + own, 1, more=PLAIN.replace("Assets", "Vermoegen"))


def test_a_root_named_after_a_transaction_is_for_beancount(both):
    check(both, OPENS + PLAIN + 'option "name_assets" "Vermoegen"\n', 0)


@pytest.mark.parametrize(
    "push",
    [
        "pushtag #x\n{}poptag #x\n",
        'pushmeta who: "x"\n{}popmeta who:\n',
        '\rpushmeta who: "x"\n{}\rpopmeta who:\n',
        "\r pushtag #x\n{}\r\tpoptag #x\n",
        "pushtag #x\npushtag #x\npoptag #x\n{}poptag #x\n",
    ],
)
def test_what_is_pushed_is_for_beancount_until_it_is_popped(both, push):
    check(both, OPENS + PLAIN + push.format(PLAIN) + PLAIN, 2)


def test_what_is_never_popped_is_an_error_either_way(both):
    check(both, OPENS + PLAIN + "pushtag #x\n" + PLAIN, 1)
    check(both, OPENS + PLAIN + "poptag #x\n" + PLAIN, 2)


@pytest.mark.parametrize("begin", ["\r", " \r", "\r\t"])
def test_a_carriage_return_before_an_option_hides_nothing(both, begin):
    check(both, f'{begin}option "name_assets" "Vermoegen"\n{OPENS}{PLAIN}', 0)


def test_a_custom_without_values_makes_pad_raise(both):
    check(both, OPENS + PLAIN + '2020-01-05 custom "nothing"\n' + PAD, 1)
    check(both, OPENS + PLAIN + PAD, 1)


def test_booking_writes_into_what_was_parsed_and_loading_again_is_the_same(both):
    text = OPENS + BLANK.format("1", "2")
    for _again in range(2):
        check(both, text, 1)


@pytest.mark.parametrize(
    "text",
    [
        '2020-01-05 note Assets:Bank "see\n{}"\n',
        '2020-01-05 query "q" "SELECT\n{}"\n',
    ],
)
def test_a_transaction_inside_a_text_is_none(both, text):
    inside = PLAIN.replace('"Acme" "Rent" ', "")
    check(both, OPENS + text.format(inside) + PLAIN, 0)
    check(both, OPENS + text.format(PLAIN.replace('"', '\\"')) + PLAIN, 1)


@pytest.mark.parametrize(
    "line",
    [
        '; one "\n',
        '* one "\n',
        '# "\n',
        '  ; "\n',
        '2020-01-05 note Assets:Bank "\\""\n',
    ],
)
def test_a_quote_that_opens_no_text_hides_nothing(both, line):
    check(both, OPENS + line + PLAIN + line + PLAIN, 2)


@pytest.mark.parametrize(
    "broken",
    [
        '2020-01-05 note Assets:Bank "never closed\n',
        "2020-01-05 opne Assets:Bank\n",
        "\n  Assets:Bank  1 EUR\n",
        '2020-01-05 * "a" | "b"\n  Assets:Bank  0 EUR\n',
        "\ufeff",
        "\0",
        '2020-02-30 note Assets:Bank "no day"\n',
    ],
)
def test_a_file_with_a_syntax_error_is_read_by_beancount(both, broken):
    check(both, OPENS + PLAIN + broken + PLAIN, 0)
    check(both, f'{OPENS}{PLAIN}include "more.beancount"\n', 1, more=PLAIN + broken)


def test_bytes_that_are_no_text_are_for_beancount(both):
    check(both, (OPENS + PLAIN).encode() + b"; \xff\n", 0)


@pytest.mark.parametrize(
    "blank", ["\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\xa0", "\u2003", "\u3000"]
)
@pytest.mark.parametrize("after", ["Assets:Bank", "1.00", "EUR", "#t", " "])
def test_other_blanks_divide_no_words(both, blank, after):
    text = PLAIN + PLAIN.replace(after, after + blank, 1) + PLAIN
    assert both.difference(OPENS + text) is None


@pytest.mark.parametrize("after", ["\n ", "Assets:Bank ", "1.00 ", "EUR", "#t "])
def test_a_carriage_return_inside_a_line_is_as_to_beancount(both, after):
    text = PLAIN + PLAIN.replace(after, after + "\r", 1) + PLAIN
    assert both.difference(OPENS + text) is None


@pytest.mark.parametrize("ending", ["", "  ", "  ;", "\r"])
def test_the_last_line_needs_no_end(both, ending):
    check(both, OPENS + PLAIN.rstrip("\n") + ending, 0)
    check(both, OPENS + PLAIN + ending.strip(), 1)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("    key: 12.50 EUR\n", 1),
        ("    key: 3 TRUE\n", 0),
        ("    lineno: 3\n", 0),
        ('    key: "a"\n    key: "a"\n', 0),
        ("    key: 2020-02-30\n", 0),
        ("  \n", 1),
        ("  ; note\n    key: 1\n", 1),
        ("    key: EUR\n", 0),
    ],
)
def test_a_key_says_what_beancount_reads(both, line, plain):
    check(both, OPENS + PLAIN + line + "\n", plain)


def test_lots_are_taken_from_what_plain_transactions_left(both):
    buy = '2020-02-01 * "b"\n  Assets:Depot  10 STK {5.00 EUR}\n  Assets:Bank\n'
    cash = '2020-02-02 * "c"\n  Assets:Depot  1 STK\n  Income:Sales  -1 STK\n'
    told = '2020-02-04 * "t"\n  Assets:Depot  7\n  Assets:Bank  -7 STK\n'
    sell = '2020-02-03 * "s"\n  Assets:Depot  -3 STK {}\n  Assets:Bank\n'
    check(both, OPENS + buy + cash + sell + told, 1)


def test_a_pad_stands_between_plain_transactions(both):
    above = PAD.replace("Assets:Bank Eq", "Assets:Bank:Giro Eq")
    check(both, OPENS + PLAIN + above + PAD + PLAIN, 2)


def test_an_account_that_was_closed_or_has_other_currencies_is_an_error(both):
    check(both, OPENS + "2020-01-20 close Assets:Bank\n" + PLAIN, 1)
    check(both, OPENS.replace("Bank\n", "Bank USD\n") + PLAIN, 1)
    check(both, OPENS.replace("2020-01-01 open Assets:Bank\n", "") + PLAIN, 1)


@pytest.mark.parametrize(("value", "by_ours"), [("TRUE", 1), ("FALSE", 0)])
def test_the_setting_has_beancount_load_the_books(monkeypatch, value, by_ours):
    monkeypatch.setattr(loader_module, "book", fail)
    both = BothWays()
    setting = f'2020-01-01 custom "ledgerkit" "fast-loader" {value}\n'
    both.difference(OPENS + setting + PLAIN)
    assert both.tally.given_up == by_ours


def test_the_setting_is_true_or_false(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(OPENS + '2020-01-01 custom "ledgerkit" "fast-loader" "no"\n')
    messages = [each.message for each in load_books(path).findings()]
    assert messages == ["setting \"fast-loader\" is TRUE or FALSE, not 'no'"]


def test_another_version_of_beancount_is_left_to_itself(monkeypatch):
    monkeypatch.setattr(switch.beancount, "__version__", "3.9.9")
    assert not switch.is_proven()
    assert not hasattr(ledger_loader.careful_loader(), "tally")


def test_what_fails_is_begun_anew_by_beancount(monkeypatch):
    monkeypatch.setattr(loader_module, "book", fail)
    failing = BothWays()
    assert failing.difference(OPENS + PLAIN) == "the fast way raised an exception"
    assert failing.tally.given_up == 1
