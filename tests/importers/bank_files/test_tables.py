"""Tables of which no profile is known: one reading, or a refusal by name."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.bank_files.mutations import survive
from tests.importers.bank_files.profile_samples import SAMPLES
from xlsxwriter import Workbook

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.tables.draft_profile import draft_profile
from ledgerkit.importers.bank_files.tables.parse_profile import parse_bank_profile
from ledgerkit.importers.bank_files.tables.tables import read_table_file, stream_table


def read(text, **choices):
    data = text if isinstance(text, bytes) else text.encode()
    return read_table_file(data, "file", BankFileChoices(**choices))


def lines(text, **choices):
    found = [line for one in read(text, **choices) for line in one.lines]
    return [f"{line.day} {line.amount:f}" for line in found]


def refused(text, **choices):
    with pytest.raises(UnreadableFileError) as caught:
        read(text, **choices)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount\n2026-01-13,Ink,-5.00\n",
        "Posting Date\tMemo\tMoney in\tMoney out\n13/01/2026\tInk\t\t5.00\n",
        "Buchungstag;Verwendungszweck;Betrag\n13.01.2026;Tinte;-5,00\n",
        "Data;Descrizione;Dare;Avere\n13/01/2026;Inchiostro;5,00;\n",
        "Date;Libellé;Débit;Crédit\n13/01/2026;Encre;-5,00;\n",
        "Fecha;Concepto;Importe\n13/01/2026;Tinta;-5,00\n",
        "Datum;Omschrijving;Bedrag;Af/Bij\n13-01-2026;Inkt;5,00;Af\n",
        "Data;Descrição;Débito;Crédito\n13/01/2026;Tinta;5,00;\n",
        "Date,Description,Amount,DC\n2026-01-13,Ink,5.00,D\n",
        "We\n\nDate,Description,Amount\n2026-01-13,Ink,(5.00)\n\nPrinted today,,\n",
    ],
)
def test_usual_headings_are_known_in_seven_languages(text):
    assert [line.replace("-5.00", "-5") for line in lines(text)] == ["2026-01-13 -5"]


def test_day_and_month_are_never_guessed():
    text = "Date,Description,Amount\n03/04/2026,Ink,-5.00\n"
    assert "write --date-format %d/%m/%Y if that is right" in refused(text)
    assert lines(text, date_format="%m/%d/%Y") == ["2026-03-04 -5.00"]
    decided = text + "13/04/2026,Ink,-5.00\n"
    assert lines(decided)[0] == "2026-04-03 -5.00"


def test_a_language_that_never_puts_the_month_first_decides():
    assert lines("Datum;Betrag\n03/04/2026;-5,00\n") == ["2026-04-03 -5.00"]


def test_the_decimal_mark_is_never_guessed():
    text = 'Date,Description,Amount\n2026-01-02,Ink,"-1,234"\n'
    assert "--decimal-mark" in refused(text)
    assert lines(text, decimal_mark=",") == ["2026-01-02 -1.234"]


def sheet(*rows):
    book = io.BytesIO()
    with Workbook(book) as file:
        page = file.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return book.getvalue()


def test_days_may_be_numbers_in_a_spreadsheet():
    table = sheet(
        ["Date", "Text", "Amount"], [20260102, "Ink", -5.5], [20260103, "Acme", 7]
    )
    assert lines(table) == ["2026-01-02 -5.5", "2026-01-03 7"]
    day_first = sheet(["Date", "Amount"], [1022026, -5.5], [31012026, 7])
    assert lines(day_first, date_format="%d%m%Y") == ["2026-02-01 -5.5", "2026-01-31 7"]


def test_a_number_that_is_no_day_is_refused_with_what_to_write():
    assert "'46024' is no date" in refused(sheet(["Date", "Amount"], [46024, -5.5]))


MINT = (
    "Date,Description,Original Description,Amount,Transaction Type,Category,"
    "Account Name,Labels,Notes\n"
)


def test_days_that_do_not_fit_a_profile_are_read_in_the_usual_forms():
    text = MINT + '6/12/26,Shop,SHOP,"1,000.00",debit,Food,Savings,,\n'
    assert lines(text) == ["2026-06-12 -1000.00"]
    notes = read(text)[0].notes
    assert "mint" in notes[0]
    assert notes[1] == (
        "dates are %m/%d/%y (6/12/26 is 2026-06-12): the profile's %m/%d/%Y reads none"
        " of them"
    )
    assert lines(text.replace("6/12/26", "2026-06-12")) == ["2026-06-12 -1000.00"]
    assert "--date-format" in refused(text.replace("6/12/26", "06.12.2026"))
    only = text + "13/6/26,Shop,SHOP,1.00,debit,Food,Savings,,\n"
    assert lines(only)[1] == "2026-06-13 -1.00"


def test_days_that_fit_a_profile_in_part_are_refused_with_the_option_to_give():
    row = 'x,X,"1.00",debit,Food,Savings,,\n'
    text = f"{MINT}06/12/2026,{row}6/13/26,{row}"
    assert "file:3: '6/13/26' is no date in the form %m/%d/%Y" in refused(text)
    assert "--date-format" in refused(text)


def test_what_a_person_says_of_dates_is_not_second_guessed():
    text = MINT + "6/12/26,Shop,SHOP,1.00,debit,Food,Savings,,\n"
    assert "no date in the form %d/%m/%Y" in refused(text, date_format="%d/%m/%Y")


def test_amounts_that_do_not_fit_a_profile_are_read_with_the_other_mark():
    row = "debit,Food,Savings,,\n"
    text = f'{MINT}06/12/2026,Shop,SHOP,"1.000,50",{row}06/13/2026,A,B,"7,25",{row}'
    assert lines(text) == ["2026-06-12 -1000.50", "2026-06-13 -7.25"]
    assert any("the profile's . doesn't read" in note for note in read(text)[0].notes)


def test_amounts_without_a_minus_may_be_a_cards():
    text = "Date,Description,Amount\n2026-01-02,Ink,5.00\n"
    assert "file:2: no amount has a minus" in refused(text)
    assert lines(text, sign="reversed") == ["2026-01-02 -5.00"]
    balances = "Date,Amount,Balance\n2026-01-02,5.00,10.00\n2026-01-03,2.00,12.00\n"
    assert lines(balances) == ["2026-01-02 5.00", "2026-01-03 2.00"]


@pytest.mark.parametrize(
    "heading", ["MerchantName", "Card number", "Händler", "Esercente", "Commerçant"]
)
def test_a_card_most_of_whose_amounts_are_positive_is_in_doubt(heading):
    text = (
        f"Date,Amount,{heading}\n2026-03-01,29.00,Cafe\n2026-03-02,10.00,Apple\n"
        "2026-03-05,-80.00,Refund\n"
    )
    message = refused(text)
    assert f'file:2: a column is "{heading}", as on cards, and 2 of 3' in message
    assert "--sign reversed" in message
    assert lines(text, sign="reversed")[0] == "2026-03-01 -29.00"
    (shown,) = likeliest_statements(io.BytesIO(text.encode()), "file")
    assert [str(line.amount) for line in shown.lines] == ["-29.00", "-10.00", "80.00"]
    assert "in doubt" in shown.notes[0]


def test_a_card_whose_purchases_have_a_minus_is_not():
    text = (
        "Date,Amount,Merchant\n2026-03-01,-29.00,Cafe\n2026-03-02,-10.00,Apple\n"
        "2026-03-05,80.00,Refund\n"
    )
    assert lines(text)[0] == "2026-03-01 -29.00"


def test_an_account_with_the_accounts_of_others_is_no_card():
    text = (
        "Date,Amount,Card number,Counterparty IBAN\n2026-03-01,29.00,,DE1\n"
        "2026-03-02,-1.00,1234,\n"
    )
    assert lines(text)[0] == "2026-03-01 29.00"


def test_balances_tell_the_signs_of_a_card():
    text = (
        "Date,Amount,Merchant,Balance\n2026-03-01,29.00,Cafe,-29.00\n"
        "2026-03-02,10.00,Apple,-39.00\n"
    )
    assert lines(text) == ["2026-03-01 -29.00", "2026-03-02 -10.00"]


def test_balances_tell_that_a_card_reverses_its_signs():
    text = "Date,Amount,Balance\n2026-01-02,5.00,-5.00\n2026-01-03,-2.00,-3.00\n"
    assert lines(text) == ["2026-01-02 -5.00", "2026-01-03 2.00"]
    assert (read(text)[0].opening, read(text)[0].closing) == (0, -3)


def test_an_encoding_is_taken_from_the_headings_or_asked_for():
    german = "Datum;Empfänger;Betrag\n02.01.2026;Müller;-5,00\n"
    assert read(german.encode("cp1252"))[0].lines[0].name == "Müller"
    assert read(german.encode("cp850"))[0].lines[0].name == "Müller"
    english = "Date,Payee,Amount\n2026-01-02,Müller,-5.00\n"
    assert "--encoding cp1252" in refused(english.encode("cp1252"))
    mac = read(english.encode("mac_roman"), encoding="mac_roman")
    assert mac[0].lines[0].name == "Müller"


def test_the_latest_line_may_stand_on_top():
    text = "Date,Amount,Balance\n2026-01-03,-2.00,3.00\n2026-01-02,5.00,5.00\n"
    statement = read(text)[0]
    assert (statement.opening, statement.closing) == (0, 3)
    assert statement.newest_first


def test_a_balance_that_does_not_follow_is_told():
    text = "Date,Amount,Balance\n2026-01-02,-2.00,3.00\n2026-01-03,5.00,9.00\n"
    statement = read(text)[0]
    assert (statement.opening, statement.closing) == (None, None)
    assert "the balance on line 3 doesn't follow" in statement.notes[-1]


UNSORTED = """Date,Description,Amount,Balance
2026-08-17,Deposit,20.00,878.47
2026-08-17,Shop,-103.00,858.47
2026-08-04,Transfer,-57.27,1036.47
2026-08-09,Cheque,-75.00,961.47
"""


def test_balances_prove_the_order_of_lines_that_are_not_sorted():
    (statement,) = read(UNSORTED)
    assert [line.place.lineno for line in statement.lines] == [4, 5, 3, 2]
    assert str(statement.opening) == "1093.74"
    assert str(statement.closing) == "878.47"
    assert not statement.newest_first
    assert "in the order of their days" in statement.notes[-1]


def test_lines_that_make_no_chain_in_any_order_have_no_balances():
    (statement,) = read(UNSORTED.replace("961.47", "961.48"))
    assert (statement.opening, statement.closing) == (None, None)
    assert len(statement.lines) == 4


MONEY = st.decimals(-500, 500, places=2)


@given(
    st.lists(st.lists(MONEY, min_size=1, max_size=4), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_a_shuffled_statement_has_the_balances_of_a_sorted_one(days, chance, card):
    balance, rows = Decimal(100), []
    for number, amounts in enumerate(days, start=1):
        for amount in amounts:
            balance += -amount if card else amount
            rows.append(f"2026-01-{number:02},{amount:f},{balance:f}")
    chance.shuffle(rows)
    text = "Date,Amount,Balance\n" + "\n".join(rows)
    sign = "reversed" if card else "as-is"
    (statement,) = read(text, decimal_mark=".", sign=sign)
    assert statement.unexplained in {0, None}
    moved = sum(n for amounts in days for n in amounts) * (-1 if card else 1)
    # Days that come to nothing may begin with any of their balances.
    if statement.closing is not None:
        assert statement.opening == statement.closing - moved
    elif all(map(sum, days)):
        raise AssertionError(text)


@given(
    st.lists(st.tuples(st.integers(1, 5), MONEY), min_size=2, max_size=8),
    st.integers(1, 999),
)
def test_a_balance_that_is_wrong_proves_nothing(moves, cents):
    balance, rows = Decimal(100), []
    for day, amount in sorted(moves):
        balance += amount
        rows.append((day, amount, balance))
    wrong = len(rows) // 2
    day, amount, stated = rows[wrong]
    rows[wrong] = (day, amount, stated + Decimal("0.001") * cents)
    text = "Date,Amount,Balance\n" + "".join(
        f"2026-01-{d:02},{n:f},{b:f}\n" for d, n, b in reversed(rows[1:] + rows[:1])
    )
    (statement,) = read(text, decimal_mark=".", sign="as-is")
    assert statement.closing in {None, Decimal(100) + sum(n for _d, n in moves)}


def test_each_account_and_currency_is_a_statement():
    text = (
        "Date,Account,Amount,Currency\n2026-01-02,A1,-2.00,EUR\n2026-01-02,A1,2.00,USD\n"
        "2026-01-02,B2,3.00,EUR\n2026-01-02,A1,-2.00,EUR\n"
    )
    found = [(s.account, s.currency, len(s.lines)) for s in read(text)]
    assert found == [("A1", "EUR", 2), ("A1", "USD", 1), ("B2", "EUR", 1)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Date,Amount\n2026-01-02,-5.00\n2026-01-03,x5y\n",
            "file:3: 'x5y' is no amount",
        ),
        ("Date,Amount\n2026-01-02,-5.00\n2026-01-03\n", "is the file cut off?"),
        ("Date,Amount\n2026-01-02,-5.00\n1026-01-03,-1.00\n", "not of our time"),
        ("Date,In,Out\n2026-01-02,5.00,6.00\n", "which is it?"),
        ("Date,Amount,Currency\n2026-01-02,-5.00,€uro\n", "no currency that is known"),
        ("a,b\n1,2\n", "no row names a column for the date"),
        ("Date,Amount\n2026-01-02,-5.00\n" + '"' + "x" * 140_000, "never closed"),
        ("Date,Amount\n2026-01-02,-\uff11\uff12.00\n", "is no amount"),
        ("Date,Amount\n2026-01-02,-1_2.00\n", "is no amount"),
        ("Date,Amount\n2026-01-02,-1E5\n", "is no amount"),
    ],
)
def test_what_means_nothing_is_refused_by_its_line(text, words):
    assert words in refused(text)


def test_names_lose_what_hides_or_turns_text():
    text = "Date,Payee,Amount\n2026-01-02,A\u202ecme\u200b,-5.00\n"
    assert read(text)[0].lines[0].name == "Acme"


def test_two_equal_lines_are_two_lines():
    assert len(lines("Date,Amount\n" + "2026-01-02,-5.00\n" * 2)) == 2


def test_a_profile_is_named_or_a_persons_own():
    text = "Tag|Geld\n02/03/2026|5,00\n"
    own = parse_bank_profile(
        'date-format = "%d/%m/%Y"\ndecimal-mark = ","\nsign = "reversed"\n'
        '[columns]\ndate = "Tag"\namount = "Geld"\n',
        name="till",
        file="till.toml",
    )
    assert lines(text, profile="till", own_profiles=[own]) == ["2026-03-02 -5.00"]
    assert "there is no profile" in refused(text, profile="tyll")
    assert "did you mean" in refused(text, profile="n26d")


def test_several_profiles_that_fit_are_named():
    own = parse_bank_profile(
        'header = ["Date", "Counterparty"]\n[columns]\ndate="Date"\namount="Amount"\n',
        name="mine",
        file="mine.toml",
    )
    other = replace(own, name="other", header=("Date", "Amount"))
    text = "Date,Counterparty,Amount\n2026-01-02,x,-1.00\n"
    assert "mine, other; write --profile mine" in refused(
        text, own_profiles=[own, other]
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "is no TOML"),
        ('titel = "x"', 'did you mean "title"'),
        ('[columns]\namount = "B"', "no column is the date"),
        ('[columns]\ndate = "B"', "no column is an amount"),
        ('sign = "minus"\n[columns]\ndate="A"\namount="B"', '"as-is" or "reversed"'),
        ('date-format = "x"\n[columns]\ndate="A"\namount="B"', '"%d.%m.%Y"'),
        ('encoding = "x"\n[columns]\ndate="A"\namount="B"', '"cp1252"'),
        ('row = ["day"]\n[columns]\ndate="#1"\namount="#2"', "is none of these"),
        ('row = ["date"]\n[columns]\ndate="A"\namount="B"', "by number"),
        ('[columns]\ndate="A"\namount="B"\nsign="C"', "money-in-words"),
        ("skip-before = -1", "skip-before = 3"),
        ("newest-first = 1", "true or false"),
    ],
)
def test_a_profile_is_refused_by_its_key(text, words):
    with pytest.raises(UnreadableFileError) as caught:
        parse_bank_profile(text, name="p", file="p.toml")
    assert str(caught.value).startswith("p.toml: ")
    assert words in str(caught.value)


AMOUNTS = st.decimals(-(10**6), 10**6, places=2).map(lambda n: f"{n:.2f}")


@given(
    st.lists(st.tuples(st.dates(), AMOUNTS, st.text(max_size=20)), min_size=1),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["Date", "Tag der Buchung", ""]),
)
def test_a_drafted_profile_reads_the_file_it_was_drafted_from(rows, delimiter, heading):
    # Not every year has a 29th of February.
    rows = [
        (date(2000 + d.year % 30, d.month, min(d.day, 28)), n, t) for d, n, t in rows
    ]
    cells = [[str(day), n, _plain(text) or "x"] for day, n, text in rows]
    head = [[heading, "Amount" if heading == "Date" else "Geld", "Text"]]
    table = (head if heading else []) + cells
    data = "\n".join(delimiter.join(row) for row in table).encode()
    draft = draft_profile(data, "file", BankFileChoices(), title="Bank")
    text = draft.text.replace("# sign", "sign")
    own = parse_bank_profile(text, name="own", file="own.toml")
    found = read(data, profile="own", own_profiles=[own])
    got = [(x.day, x.amount) for one in found for x in one.lines]
    assert got == [(day, Decimal(n)) for day, n, _t in rows]


def _plain(text):
    return "".join(c for c in text if c.isalpha() and c.isascii())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_shipped_profile_can_be_drafted_again(name):
    text = SAMPLES[name][0]
    choices = BankFileChoices(
        date_format="%d/%m/%Y" if name in {"hsbc", "bank-of-ireland"} else None,
        profile=name if name in {"hsbc", "bank-of-ireland"} else None,
    )
    draft = draft_profile(text.encode(), "file", choices, title="B")
    own = parse_bank_profile(draft.text, name="own", file="own.toml")
    drafted = read(text, profile="own", own_profiles=[own])
    shipped = read(text, profile=name)
    assert [[(x.day, x.amount) for x in one.lines] for one in drafted] == [
        [(x.day, x.amount) for x in one.lines] for one in shipped
    ]


def test_a_streamed_table_says_the_same():
    text = SAMPLES["wise"][0].encode()
    whole, streamed = read(text)[0], stream_table(io.BytesIO(text), "file")[0]
    assert list(streamed.lines) == list(whole.lines)
    assert len(streamed.lines) == 2
    assert streamed.lines[1] == whole.lines[1]
    assert streamed.lines[:1] == whole.lines[:1]


def test_mutated_tables_are_read_or_refused():
    files = [text.encode() for text, _lines, _fields in SAMPLES.values()]
    files += [text.encode("cp1252", "replace") for text, _l, _f in SAMPLES.values()]
    survive(read_table_file, files)


@pytest.mark.parametrize(
    "words", ["Balance at start of period", "Saldo al 31/03/2026", "TOTAL:", "Summe"]
)
def test_a_balance_or_total_among_the_rows_is_left_out_by_name(words):
    text = f"Date,Description,Amount\n2026-03-25,Lamp,-10.00\n{words},,990.00\n"
    (statement,) = read_table_file(text.encode(), "f.csv")
    assert [line.amount for line in statement.lines] == [Decimal("-10.00")]
    assert statement.notes[-1] == ("1 row is a balance or total and left out: line 3")
