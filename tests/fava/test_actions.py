"""What is done on the page *Record* is what the terminal's command writes."""

import json
import shlex
import shutil

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import Reader, build_app, stop_watching
from tests.fava.shown_page import ShownPage

from ledgerkit.cli import main

PAGE = "extension/Record/"
ORIGIN = "http://127.0.0.1:5000"
DAY = "2026-01-20"

_INVOICE = "invoice new --client zefiro --tax it22"
#: An action with its values, and the command that does the same.
SAME = {
    "invoice": (
        {
            "client": "zefiro",
            "lines": "Web; Site; 9 h x 90\nPrint; Ink; 50",
            "tax": "it22",
        },
        f"{_INVOICE} --line 'Web; Site; 9 h x 90' --line 'Print; Ink; 50' --date",
    ),
    "credit-note": (
        {"invoice": "INV-2025-044", "amount": "122.00"},
        "credit-note new INV-2025-044 --amount 122.00 --date",
    ),
    "receipt": (
        {"client": "zefiro", "invoice": "INV-2025-040", "amount": "100.00 EUR"},
        "receipt --client zefiro --invoice INV-2025-040 --amount '100.00 EUR' --date",
    ),
    "log": (
        {"client": "zefiro", "kind": "call", "summary": "Pays on Friday, says Rita"},
        "log zefiro call 'Pays on Friday, says Rita' --on",
    ),
    "task": (
        {"title": 'Send the "final" draft', "client": "zefiro", "due": "2026-02-01"},
        "task new 'Send the \"final\" draft' --client zefiro --due 2026-02-01 --on",
    ),
    "task-done": ({"task": "t-2"}, "task done t-2 --on"),
    "dispute": (
        {"title": "Hours", "invoice": "INV-2025-040", "disputed": "50EUR"},
        "case new Hours --kind dispute --invoice INV-2025-040 --disputed 50EUR --on",
    ),
    "resolve": (
        {"case": "case-1", "resolution": "Sent to Rita"},
        "case resolve case-1 'Sent to Rita' --on",
    ),
    "client": (
        {"client": "zefiro", "payment-terms": "net 14", "credit-limit": "9000 EUR"},
        "client edit zefiro --payment-terms 'net 14' --credit-limit '9000 EUR' --on",
    ),
    "vendor": (
        {"vendor": "ripa", "iban": "", "tel": "+39 02 5550101"},
        "vendor edit ripa --iban '' --tel '+39 02 5550101' --on",
    ),
}


def copy_of(book, folder):
    return shutil.copytree(SAMPLE_BOOKS / book, folder)


def text_of(folder):
    return {p.name: p.read_text() for p in sorted(folder.glob("*.beancount"))}


def put(reader, body):
    return reader.client.put(
        f"/{reader.slug}/{PAGE}do",
        base_url=ORIGIN,
        data=json.dumps(body),
        content_type="application/json",
    )


def do(reader, action, values):
    """Draft an action, look, and write what was shown."""
    values = {"day": DAY, **values}
    drafted = put(reader, {"action": action, "values": values, "dry_run": True})
    assert drafted.status_code == 200, drafted.json
    written = put(
        reader, {"action": action, "values": values, "seen": drafted.json["seen"]}
    )
    assert written.status_code == 200, written.json
    return drafted.json["diff"]


def run(folder, command):
    """Do the same in the terminal."""
    result = CliRunner().invoke(
        main, [*shlex.split(command), "--yes", "-f", str(folder / "main.beancount")]
    )
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def side_by_side(tmp_path_factory):
    """The same books in the browser and in the terminal."""
    folder = tmp_path_factory.mktemp("pair")
    ours, theirs = (copy_of("agency", folder / name) for name in ("a", "b"))
    reader = Reader(build_app(ours / "main.beancount"))
    yield reader, ours, theirs
    stop_watching([reader])


@pytest.mark.parametrize("action", SAME)
def test_the_text_written_is_that_of_the_command(side_by_side, action):
    reader, ours, theirs = side_by_side
    values, command = SAME[action]
    before = text_of(ours)
    do(reader, action, values)
    run(theirs, f"{command} {DAY}")
    assert text_of(ours) == text_of(theirs) != before


def test_a_payment_and_an_approval_of_a_bill_are_those_of_the_commands(
    tmp_path, open_app
):
    ours, theirs = (copy_of("shop", tmp_path / name) for name in ("a", "b"))
    reader = open_app(build_app(ours / "main.beancount"))
    do(reader, "approve", {"bill": "SW-225", "by": "pamsel"})
    do(reader, "pay", {"bill": "FW-25-3014", "bank": "Volksbank"})
    run(theirs, f"bill approve SW-225 --by pamsel --date {DAY}")
    run(theirs, f"bill pay FW-25-3014 --pay-from Volksbank --date {DAY}")
    assert text_of(ours) == text_of(theirs)
    again = {"bill": "SW-225", "by": "pamsel", "day": DAY}
    answer = put(reader, {"action": "approve", "values": again, "dry_run": True})
    assert answer.json == {"error": "SW-225: pamsel has approved it already"}


@pytest.fixture(scope="module")
def agency(tmp_path_factory):
    return copy_of("agency", tmp_path_factory.mktemp("books") / "agency")


@pytest.fixture(scope="module")
def reader(agency):
    reader = Reader(build_app(agency / "main.beancount"))
    yield reader
    stop_watching([reader])


def test_a_draft_made_before_the_books_changed_is_refused(tmp_path, open_app):
    books = copy_of("agency", tmp_path / "agency")
    reader = open_app(build_app(books / "main.beancount"))
    asked = {"action": "task", "values": {"title": "Call", "day": DAY}}
    seen = put(reader, {**asked, "dry_run": True}).json["seen"]
    with (books / "relations.beancount").open("a") as file:
        file.write(f'\n{DAY} custom "task" "t-9" "Somebody else\'s"\n')
    before = text_of(books)
    answer = put(reader, {**asked, "seen": seen})
    assert answer.status_code == 409
    assert answer.json == {
        "error": "The books have changed since; nothing was written. Show what would be"
        " written again, and look."
    }
    assert text_of(books) == before


def test_of_two_tabs_one_wins_and_the_other_is_told(tmp_path, open_app):
    books = copy_of("agency", tmp_path / "agency")
    reader = open_app(build_app(books / "main.beancount"))
    values = {"client": "zefiro", "kind": "call", "summary": "Rang", "day": DAY}
    asked = {"action": "log", "values": values}
    one, other = (put(reader, {**asked, "dry_run": True}).json["seen"] for _ in "ab")
    assert put(reader, {**asked, "seen": one}).status_code == 200
    assert put(reader, {**asked, "seen": other}).status_code == 409
    assert "".join(text_of(books).values()).count('"Rang"') == 1


def test_nothing_is_written_that_was_not_shown(reader, agency):
    before = text_of(agency)
    asked = {"action": "task", "values": {"title": "Call", "day": DAY}}
    assert put(reader, asked).status_code == 409
    assert put(reader, {**asked, "seen": "0" * 64}).status_code == 409
    assert text_of(agency) == before


@pytest.mark.parametrize(
    ("action", "values", "sentence"),
    [
        ("receipt", {"amount": "a lot"}, 'Amount: "a lot" is no amount; write it as'),
        ("receipt", {}, "Amount: nothing is written there"),
        ("receipt", {"amount": "-5 EUR"}, "Amount: write what was paid, more than"),
        ("task", {"title": "x", "due": "tomorrow"}, 'Due: "tomorrow" is no day; write'),
        ("task-done", {"task": "t-77"}, 'There is no task "t-77"'),
        ("log", {"client": "zefira", "kind": "call", "summary": "x"}, "did you mean"),
        ("client", {"client": "zefiro", "name": ""}, "A client needs a name"),
        ("explode", {}, "There is no such action; load the page anew"),
    ],
)
def test_what_cant_be_read_is_said_in_a_sentence(reader, action, values, sentence):
    values = {"day": DAY, **values}
    answer = put(reader, {"action": action, "values": values, "dry_run": True})
    assert answer.status_code == 400
    assert sentence in answer.json["error"]


def test_an_editor_keeps_what_somebody_else_changed(tmp_path, open_app):
    """Only what was changed on the form counts, whatever stood in the other fields."""
    books = copy_of("agency", tmp_path / "agency")
    reader = open_app(build_app(books / "main.beancount"))
    with (books / "main.beancount").open("a") as file:
        file.write(f'\n{DAY} custom "client" "zefiro"\n  email: "new@zefiro.example"\n')
    diff = do(reader, "client", {"client": "zefiro", "tel": "+39 02 5550101"})
    assert "email" not in [line[3:8] for line in diff.splitlines() if line[0] == "+"]


def test_read_only_shows_no_action(agency, open_app):
    reader = open_app(build_app(agency / "main.beancount", read_only=True))
    for page, args in (
        ("Overview", {}),
        ("Receivables", {"document": "INV-2025-040"}),
        ("Record", {"do": "log"}),
    ):
        shown = reader.get(f"extension/{page}/", **args)
        assert shown.status == 200
        assert 'class="button"' not in shown.html
        assert "<form" not in shown.html
    assert put(reader, {"action": "log", "values": {}}).status_code == 401


def test_a_document_leads_to_its_payment_with_the_fields_filled(reader):
    page = reader.receivables(document="INV-2025-040")
    address = next(a for a in page.links.values() if a and "do=receipt" in a)
    form = ShownPage(reader.client.get(address))
    assert 'value="INV-2025-040"' in form.html
    assert 'value="zefiro"' in form.html


HOSTILE = "<img src=x onerror=alert(1)>\"'"


def test_hostile_text_stays_text(reader):
    page = reader.get(PAGE, do="log", **{"f-summary": HOSTILE, "f-client": HOSTILE})
    assert "<img" not in page.html
    answer = put(
        reader,
        {
            "action": "log",
            "dry_run": True,
            "values": {
                "client": "zefiro", "kind": "call", "summary": HOSTILE, "day": DAY,
            },
        },
    )  # fmt: skip
    assert "<img src=x onerror=alert(1)>\\\"'" in answer.json["diff"]
    assert answer.mimetype == "application/json"
