"""The words of the terminal: each help stands alone, and says one thing in one way."""

import re
from collections import defaultdict

import click
import pytest

from ledgerkit.cli import main

#: With these begins what is understood only together with the option's name.
NO_BEGINNING = re.compile(r"(Of|By|From which|Which|Whom|What|How|Where)\b")

#: Words as Americans write them, and words of theirs.
AMERICAN = re.compile(
    r"\b(\w+[iy]z(e|es|ed|ing|ation)|colors?|centers?|catalogs?|favors?|labors?"
    r"|behaviors?|canceled|labeled|modeled|fulfill|checks?(?= (number|book))"
    r"|paychecks?|payables? check|zip codes?|customers?|suppliers?|aging)\b",
    re.IGNORECASE,
)
#: An ordinary word that only looks so.
NOT_AMERICAN = {"size", "sizes", "prize", "seize"}

#: Options that say more than two things on as many commands, and why they may.
MANY_HELPS = {
    "--account": "which account it is depends on what is booked",
    "--all": "all of what the command lists",
    "--amount": "the default is another: nothing, the whole, or --count",
    "--client": "import clients takes one for people without a company",
    "--currency": "of a report, of a document, of a file, of new books",
    "--date": "a document's, an event's, the bank's, or one for all invoices",
    "--from": "the default is another where the period is",
    "--list": "what it lists is what the command is about",
    "--on": "an event's, a record's, or the last day of new books' examples",
    "--tax": "the default of a bill is the vendor's",
    "--until": "days that count, due dates, or with --all",
}

#: An option of ours has a help of ours; these are made from the ledger's keys, whose
#: meanings differ by record.
KEYS = "key_"


def walk(command, *path):
    """Every command and sub-command with the words that name it."""
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from walk(command.get_command(None, name), *path, name)


COMMANDS = dict(walk(main))
OPTIONS = [
    pytest.param(option, id=f"{' '.join(path)} {option.opts[0]}")
    for path, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
]


def value_of(option):
    """The kind of value that an option takes."""
    if option.is_flag:
        return "flag"
    if isinstance(option.type, click.Choice):
        return tuple(option.type.choices)
    if isinstance(option.type, click.Path):
        return "path", option.type.file_okay, option.type.dir_okay
    if isinstance(option.type, click.IntRange):
        return "number", option.type.min, option.type.max
    return type(option.type).__name__


def test_there_are_commands_in_groups():
    assert {("bank", "import"), ("task", "list"), ("aging",)} <= set(COMMANDS)


@pytest.mark.parametrize("option", OPTIONS)
def test_an_options_help_stands_alone(option):
    help_ = option.help
    assert help_
    assert not NO_BEGINNING.match(help_)
    assert help_[0].isupper()
    assert not help_.endswith(".")
    assert not re.search(r"\w\. ", help_.replace("e.g. ", ""))
    assert "; else" not in help_


@pytest.mark.parametrize(
    "command", [pytest.param(c, id=" ".join(p)) for p, c in COMMANDS.items()]
)
def test_a_commands_help_begins_with_a_verb_and_is_a_sentence(command):
    first = command.help.strip().partition("\n\n")[0].strip()
    assert not NO_BEGINNING.match(first)
    assert first.endswith(".")
    assert first[0].isupper()
    for argument in command.params:
        if isinstance(argument, click.Argument):
            assert not NO_BEGINNING.match(argument.make_metavar(click.Context(command)))


def test_an_option_says_one_thing_in_one_way():
    helps = defaultdict(set)
    for option in (parameter.values[0] for parameter in OPTIONS):
        if not option.name.startswith(KEYS):
            helps[option.opts[0], value_of(option)].add(option.help)
    many = {name for (name, _value), words in helps.items() if len(words) > 2}
    assert many <= set(MANY_HELPS), {
        key: words for key, words in helps.items() if key[0] in many - set(MANY_HELPS)
    }
    assert set(MANY_HELPS) <= many, "no exception is needed any more"


@pytest.mark.parametrize(
    ("name", "value", "one"),
    [
        ("--as-of", "Day", "Last day that counts; later postings are ignored"),
        ("--yes", "flag", "Write without asking"),
        ("--dry-run", "flag", "Print what would be written, and write nothing"),
        ("--encoding", "StringParamType", "Text encoding, e.g. cp1252 (default: "),
        ("--delimiter", "StringParamType", "Delimiter between columns, e.g. "),
        ("--date-format", "StringParamType", "Date format, e.g. %d/%m/%Y or "),
        ("--locale", "StringParamType", "Locale of numbers, e.g. it_IT "),
        ("--control-account", "AccountName", "Control account (default: "),
        ("--party", "StringParamType", "One party only: id, name or alias"),
        ("--manager", "StringParamType", "One manager only: id or name"),
    ],
)
def test_what_most_commands_have_is_worded_once(name, value, one):
    helps = {
        option.help
        for option in (parameter.values[0] for parameter in OPTIONS)
        if option.opts[0] == name and value_of(option) == value
    }
    assert len(helps) == 1
    assert helps.pop().startswith(one)


@pytest.mark.parametrize(
    "command", [pytest.param(c, id=" ".join(p)) for p, c in COMMANDS.items()]
)
def test_helps_are_in_british_english(command):
    helps = [command.help]
    helps += [o.help for o in command.params if isinstance(o, click.Option)]
    for text in helps:
        # Names of commands are typed as everybody types them.
        words = re.sub(r"ledgerkit [a-z-]+|--[a-z-]+", "", text)
        found = {match[0].casefold() for match in AMERICAN.finditer(words)}
        assert not found - NOT_AMERICAN


@pytest.mark.parametrize("word", ["recognize", "Color", "customer", "check number"])
def test_american_words_are_found(word):
    assert AMERICAN.search(word)


@pytest.mark.parametrize("word", ["check the books", "program", "recognise", "size 3"])
def test_british_words_are_not(word):
    assert {m[0] for m in AMERICAN.finditer(word)} <= NOT_AMERICAN
