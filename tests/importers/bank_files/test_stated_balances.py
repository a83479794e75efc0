"""Balances among the movements: told by their words, proved by the sums."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.importers.bank_files.balance_words import BalanceText, balance_text
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.ofx.ofx import read_ofx
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.importers.bank_files.stated_balances import StatedBalances
from ledgerkit.importers.bank_files.tables.tables import read_table_file


@pytest.mark.parametrize(
    "text",
    [
        "Opening balance",
        "BALANCE BROUGHT FORWARD",
        "Balance b/f",
        "Previous Balance as at 31 01 2026",
        "Saldo anterior",
        "Saldo inicial",
        "Saldo iniziale al 31/12/2025 EUR",
        "Saldo precedente",
        "Solde initial",
        "Ancien solde au 31.12.2025",
        "Anfangssaldo",
        "Eröffnungssaldo",
        "Alter Saldo",
        "Alter Kontostand vom 31.12.2025",
        "Saldovortrag",
        "Beginsaldo",
        "Vorig saldo",
        "Ingående saldo",
        "Saldo początkowe",
        "Počáteční zůstatek",
        "Nyitó egyenleg",
        "期初余额",
    ],
)
def test_opening_balances_are_known_in_many_languages(text):
    assert balance_text(text) is BalanceText.OPENING


@pytest.mark.parametrize(
    "text",
    [
        "Closing Balance",
        "Balance c/f",
        "Saldo final",
        "Saldo finale",
        "Solde final",
        "Endsaldo",
        "Schlußsaldo",
        "Eindsaldo",
        "Utgående saldo",
        "Konečný zůstatek",
        "期末余额",
    ],
)
def test_closing_balances_are_known_in_many_languages(text):
    assert balance_text(text) is BalanceText.CLOSING


@pytest.mark.parametrize("text", ["Saldo do dia", "S A L D O", "Solde au 31/01/2026"])
def test_balances_of_whatever_moment_are_known(text):
    assert balance_text(text) is BalanceText.ANY


@pytest.mark.parametrize("text", ["Saldo", "Balance", "New Balance", "NEW BALANCE 17"])
def test_bare_words_prove_nothing(text):
    assert balance_text(text) is BalanceText.BARE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Saldo fattura 12",
        "Solde facture 2026-03",
        "Balance payment",
        "Balance transfer",
        "Balance of order 17",
        "Saldo Rechnung 4",
        "TOTAL 4455 PARIS",
        "Total",
        "Saldo " * 20,
        "Interest on balance",
    ],
)
def test_who_pays_a_rest_states_no_balance(text):
    assert balance_text(text) is BalanceText.NONE


def read(text, **choices):
    return read_table_file(text.encode(), "f", BankFileChoices(**choices))[0]


def facts(statement):
    lines = [f"{line.day} {line.amount:f}" for line in statement.lines]
    return lines, statement.opening, statement.closing


OPENED = "Date,Description,Amount\n2026-01-01,Opening balance,1000.00\n"


def test_balances_among_dated_rows_are_no_movements():
    statement = read(
        OPENED + "2026-01-02,Coffee,-3.00\n2026-01-31,Closing balance,997.00\n"
    )
    assert facts(statement) == (["2026-01-02 -3.00"], 1000, 997)
    assert statement.until == date(2026, 1, 31)
    assert "2 rows are a balance or total and left out: lines 2, 4" in statement.notes


def test_the_latest_may_stand_on_top():
    statement = read(
        "Date,Description,Amount\n2026-01-31,Closing balance,994.00\n"
        "2026-01-03,Tea,-3.00\n2026-01-02,Coffee,-3.00\n"
        "2026-01-01,Opening balance,1000.00\n"
    )
    assert facts(statement) == (["2026-01-03 -3.00", "2026-01-02 -3.00"], 1000, 994)
    assert statement.newest_first


def test_balances_of_each_day_are_proved_by_what_lies_between():
    statement = read(
        "Data;Historico;Valor;\n31/10/2025;Saldo Anterior;1.000,00;\n"
        "02/11/2025;Compra;-3,00;\n02/11/2025;Saldo do dia;997,00;\n"
        "03/11/2025;Pix;5,00;\n03/11/2025;Saldo do dia;1.002,00;\n"
        "30/11/2025;S A L D O;1.002,00;\n"
    )
    assert facts(statement) == (["2025-11-02 -3.00", "2025-11-03 5.00"], 1000, 1002)


def test_balances_that_the_lines_do_not_come_to_are_told():
    statement = read(
        OPENED + "2026-01-02,Coffee,-3.00\n2026-01-31,Closing balance,990.00\n"
    )
    assert facts(statement) == (["2026-01-02 -3.00"], 1000, 990)
    assert statement.unexplained == -7


def test_an_opening_balance_alone_is_one():
    assert facts(read(OPENED + "2026-01-02,Coffee,-3.00\n")) == (
        ["2026-01-02 -3.00"],
        1000,
        None,
    )


def test_a_shop_whose_name_means_a_balance_is_paid():
    statement = read(
        "Date,Description,Amount\n2026-01-02,Coffee,-3.00\n"
        "2026-01-05,NEW BALANCE 17,-89.00\n2026-01-06,Tea,-2.00\n"
    )
    assert len(statement.lines) == 3
    assert "line 3 may be a balance" in statement.notes[-1]


def test_a_rest_that_somebody_pays_is_a_movement():
    named = "Data;Nome;Causale;Importo\n02/01/2026;Rossi;Saldo finale;50,00\n"
    assert facts(read(named, sign="as-is"))[0] == ["2026-01-02 50.00"]
    bare = "Data;Causale;Importo\n02/01/2026;Saldo;50,00\n03/01/2026;Caffè;-3,00\n"
    assert len(read(bare).lines) == 2


def test_two_columns_of_money_and_a_balance_beside_them():
    statement = read(
        "Date,Details,Paid out,Paid in,Balance\n"
        "01/13/2026,Balance brought forward,,100.00,100.00\n"
        "01/14/2026,Ink,10.00,,90.00\n01/15/2026,Acme,,5.00,95.00\n"
    )
    assert facts(statement) == (["2026-01-14 -10.00", "2026-01-15 5.00"], 100, 95)


def test_what_changes_the_running_balance_is_a_movement():
    statement = read(
        "Date,Details,Amount,Balance\n2026-01-13,Ink,-10.00,90.00\n"
        "2026-01-14,Final balance,50.00,140.00\n"
    )
    assert facts(statement) == (["2026-01-13 -10.00", "2026-01-14 50.00"], 100, 140)


MONEY = st.decimals(-1000, 1000, places=2)


@given(
    opening=MONEY,
    moves=st.lists(MONEY, min_size=1, max_size=12),
    newest=st.booleans(),
    daily=st.booleans(),
)
def test_stated_balances_are_found_and_nothing_else_is_lost(
    opening, moves, newest, daily
):
    rows, balance, day = [], opening, date(2026, 1, 1)
    rows.append((day, "Saldo iniziale", opening))
    for move in moves:
        day += timedelta(days=1)
        balance += move
        rows.append((day, "Pagamento", move))
        if daily:
            rows.append((day, "Saldo contabile del giorno", balance))
    rows.append((day, "Saldo finale", balance))
    rows = [r for r in rows if "giorno" not in r[1]]
    table = rows[::-1] if newest else rows
    text = "Data;Causale;Importo\n" + "".join(
        f"{d:%d/%m/%Y};{t};{n:f}\n".replace(".", ",") for d, t, n in table
    )
    statement = read(text, decimal_mark=",", sign="as-is")
    assert (statement.opening, statement.closing) == (opening, balance)
    amounts = [line.amount for line in statement.lines]
    assert amounts == (moves[::-1] if newest else moves)
    assert statement.unexplained == 0


def test_only_places_and_sums_prove_a_balance():
    balances = StatedBalances()
    balances.state("Saldo", date(2026, 1, 1), Decimal(100), 1)
    balances.move(Decimal(-5))
    balances.state("Saldo", date(2026, 1, 2), Decimal(95), 3)
    assert balances.found(newest_first=False).refuted == frozenset()
    balances = StatedBalances()
    balances.state("Saldo", date(2026, 1, 1), Decimal(5), 1)
    balances.state("Saldo", date(2026, 1, 1), Decimal(5), 2)
    assert balances.found(newest_first=None).refuted == {1, 2}


OFX = """<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>BRL<BANKACCTFROM><BANKID>1
<ACCTID>77<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20251031<TRNAMT>1000.00<FITID>1<MEMO>Saldo Anterior
</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20251102<TRNAMT>-3.00<FITID>2<MEMO>Compra</STMTTRN>
<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20251102<TRNAMT>997.00<FITID>3<MEMO>Saldo do dia
</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>997.00<DTASOF>20251130</LEDGERBAL></STMTRS></STMTTRNRS>
</BANKMSGSRSV1></OFX>"""


def test_balances_among_the_movements_of_ofx_are_none_either():
    (statement,) = read_ofx(OFX.encode(), "f.ofx")
    assert facts(statement) == (["2025-11-02 -3.00"], 1000, 997)
    assert statement.notes == [
        "2 movements are a balance or total and left out: lines 3, 6"
    ]
    assert statement.since == date(2025, 11, 2)


def test_quickens_opening_balance_is_a_line_and_named():
    text = "!Type:Bank\nD1/13/2026\nT100.00\nPOpening Balance\nL[Main]\n^\n"
    (statement,) = read_bank_file(text.encode(), "f.qif")
    assert len(statement.lines) == 1
    assert "line 2 is the balance that the account opens with" in statement.notes[0]
