"""Every option for an amount, a day, a share, a currency or an account reads alike."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import click
import pytest

from ledgerkit.cli import main
from ledgerkit.cli.clients.options import KeyValue
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.typed_values import (
    AmountText,
    CurrencyText,
    Day,
    NumberText,
    PartText,
    PercentText,
    ShareText,
)
from ledgerkit.language.word import Holds
from ledgerkit.text.typed_amounts import TypedAmount

#: Types that hand the text to one reader, and click's own of what no person types
#: differently: a file, one of some words, a count, a yes.
OURS = (
    AccountName,
    AmountText,
    CurrencyText,
    Day,
    NumberText,
    PartText,
    PercentText,
    ShareText,
)
PLAIN = (click.Path, click.Choice, click.IntRange, click.types.BoolParamType)

#: Texts: whatever is typed is meant, and the books or a reader of its own say the rest.
TEXTS = {
    "names and ids": "--id --name --title --text --reason --remark --order --number"
    " --reference --subject --order-line"
    " --by --buyer-reference --domain --locale --encoding --delimiter --date-format"
    " --decimal-mark --profile --part",
    "who or what is meant": "--client --employee --vendor --party --manager --template"
    " --scenario --status --tag --rfm --skip --apply --tax --schedule --project"
    " --cost-center --person --leave-out",
    "texts with a form of their own": "--line --allowance --charge --withholding"
    " --option --terms --count --buckets --rates --map --match --column --automatic"
    " --book --every",
    "periods and lines of statements": "--period --compare --layout --explain"
    " --waive --project --cost-center",
    "an account behind its name in the file": "--account",
}
TEXT_OPTIONS = {name for names in TEXTS.values() for name in names.split()}
TEXT_ARGUMENTS = frozenset(
    [
        *("client", "contact", "party", "vendor", "id_", "into", "old", "new"),
        *("bill", "invoice", "name", "period", "number", "numbers", "run", "statement"),
        "order",
        *("kind", "query", "resolution", "stage", "summary", "title", "words"),
        *("text", "whose"),
    ]
)


def parameters(
    command: click.Command, *path: str
) -> Iterator[tuple[str, click.Parameter]]:
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            assert found is not None
            yield from parameters(found, *path, name)
        return
    for parameter in command.params:
        yield " ".join(path), parameter


PARAMETERS = [
    pytest.param(parameter, id=f"{path} {parameter.opts[0]}")
    for path, parameter in parameters(main)
]


def of_type(*types: type[click.ParamType]) -> list[object]:
    return [p for p in PARAMETERS if isinstance(p.values[0].type, types)]


def holding(*holds: Holds) -> list[object]:
    """The options that are made of the ledger's keys with such values."""
    return [p for p in of_type(KeyValue) if p.values[0].type._key.holds in holds]


def read(parameter: click.Parameter, text: str) -> object:
    return parameter.type.convert(text, parameter, None)


def test_what_is_typed_is_read_by_one_reader_or_is_a_text():
    unknown = set()
    for parameter in (found.values[0] for found in PARAMETERS):
        is_text = isinstance(parameter.type, click.types.StringParamType)
        is_argument = isinstance(parameter, click.Argument)
        texts = TEXT_ARGUMENTS if is_argument else TEXT_OPTIONS
        name = parameter.name if is_argument else parameter.opts[0]
        if not isinstance(parameter.type, (*OURS, *PLAIN, KeyValue)) and not (
            is_text and name in texts
        ):
            unknown.add(name)
    assert unknown == set()


def test_an_account_is_an_account_wherever_it_is_named():
    texts = set()
    for parameter in (found.values[0] for found in PARAMETERS):
        help_, metavar = getattr(parameter, "help", None) or "", parameter.metavar
        is_account = help_.startswith("Account ") or metavar == "ACCOUNT"
        if not is_account or isinstance(parameter.type, AccountName):
            continue
        if parameter.type.name != Holds.ACCOUNT.value:
            texts.add((parameter.opts[0], metavar))
    # Its account is behind a name in the file, and `find_account` reads it.
    assert texts == {("--account", "[IN_FILE=]NAME")}


AMOUNTS = [*of_type(AmountText), *holding(Holds.AMOUNT)]


@pytest.mark.parametrize("parameter", AMOUNTS)
def test_an_amount_is_read_alike_everywhere(parameter):
    plain = ["1220", "1220.00", "1,220.00", "1.220,00", "1220,00", "1'220.00"]
    for text in plain:
        assert read(parameter, text) == TypedAmount(Decimal(1220), None)
    for text in ["€1220", "1220 EUR", "EUR 1220", "1,220.00€", "1220 eur", "1220 Euro"]:
        assert read(parameter, text) == TypedAmount(Decimal(1220), "EUR")
    for text in ["1.220", "1,220", "1220.505 EUR", "10.50 JPY", "ten", "$5"]:
        with pytest.raises(click.BadParameter):
            read(parameter, text)


@pytest.mark.parametrize("parameter", of_type(PartText))
def test_a_part_of_a_document_is_an_amount_like_any_other(parameter):
    number, amount = read(parameter, "INV=7=€1,220.00")
    assert (number, amount) == ("INV=7", TypedAmount(Decimal(1220), "EUR"))
    for text in ["INV-7=1.220", "INV-7=ten", "=5", "INV-7="]:
        with pytest.raises(click.BadParameter):
            read(parameter, text)


@pytest.mark.parametrize("parameter", [*of_type(Day), *holding(Holds.DATE)])
def test_a_day_is_read_alike_everywhere(parameter):
    for text in ["2026-01-31", "2026/1/31", "20260131", " 2026-01-31 "]:
        assert read(parameter, text) == date(2026, 1, 31)
    for text, said in [
        ("31/01/2026", "write 2026-01-31"),
        ("03/04/2026", "may be 2026-04-03 or 2026-03-04"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("soon", '"soon" is no day'),
    ]:
        with pytest.raises(click.BadParameter, match=said):
            read(parameter, text)


def options_called(*names: str) -> list[object]:
    return [p for p in PARAMETERS if p.values[0].opts[0] in names]


@pytest.mark.parametrize("parameter", options_called("--currency"))
def test_a_currency_is_known_by_its_code_its_sign_or_its_name(parameter):
    for text in ["EUR", "eur", "€", "Euro"]:
        assert read(parameter, text) == "EUR"
    with pytest.raises(click.BadParameter):
        read(parameter, "$")


@pytest.mark.parametrize(
    "parameter", options_called("--min-confidence", "--probability")
)
def test_a_share_is_read_alike_everywhere(parameter):
    for text in ["0.9", "0,9", "90%", "90 %"]:
        assert read(parameter, text) == Decimal("0.9")
    with pytest.raises(click.BadParameter, match=r"half is 0\.5 or 50%"):
        read(parameter, "90")


NUMBERS = [
    *of_type(NumberText),
    *(
        found
        for found in holding(Holds.NUMBER)
        if found.values[0].opts[0] not in {"--probability", "--percent-complete"}
    ),
]


@pytest.mark.parametrize("parameter", NUMBERS)
def test_a_number_of_something_has_no_currency(parameter):
    for text in ["9", "9.0", "9,0"]:
        assert read(parameter, text) == 9
    for text in ["9 EUR", "1.500", "nine"]:
        with pytest.raises(click.BadParameter):
            read(parameter, text)


@pytest.mark.parametrize("parameter", options_called("--percent-complete"))
def test_a_percentage_may_have_its_sign(parameter):
    for text in ["40", "40%", "40,0 %"]:
        assert read(parameter, text) == 40


def test_there_are_options_of_each_type():
    assert len(AMOUNTS) > 20
    assert len(of_type(Day)) > 100
    assert len(of_type(AccountName)) > 15
