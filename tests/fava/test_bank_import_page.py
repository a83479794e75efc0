"""Statements imported from the page: what was chosen, and nothing else."""

import html
import json
import re
import shutil

import pytest
from fava.application import create_app
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import build_app

PAGE = "extension/BankAndCash/"
FILE = "inbox/volksbank-2026-01.xml"
ORIGIN = "http://127.0.0.1:5000"


@pytest.fixture
def shop(tmp_path):
    """A copy of the bicycle shop, whose inbox has a statement of seven lines."""
    return shutil.copytree(SAMPLE_BOOKS / "shop", tmp_path / "shop")


@pytest.fixture
def reader(shop, open_app):
    return open_app(build_app(shop / "main.beancount"))


def form_of(reader):
    page = reader.get(PAGE, view="import", file=FILE)
    facts = dict(re.findall(r'data-(file|fingerprint)="([^"]*)"', page.html))
    chosen = re.findall(r'<option value="([^"]+)"[^>]* selected>', page.html)
    return {**facts, "choices": chosen}


def put(reader, body, **headers):
    return reader.client.put(
        f"/{reader.slug}/{PAGE}import",
        base_url=ORIGIN,
        data=json.dumps(body),
        content_type=headers.pop("content_type", "application/json"),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def ledger(shop):
    return "".join(f.read_text() for f in sorted(shop.glob("*.beancount")))


def test_files_that_wait_are_listed_with_what_they_are(reader):
    page = reader.get(PAGE, view="import")
    assert FILE in page.links
    assert "DE39680999000012345678 2026-01-01 to 2026-01-15, 7 lines" in page.text
    # The vendor's e-invoice in the same folder is no statement, and says so.
    assert "LT-51399.xml" in page.text
    assert "inbox/LT-51399.xml" not in page.links


def test_what_is_sure_is_chosen_and_the_rest_waits(reader):
    assert form_of(reader)["choices"] == ["0"] * 5 + ["suspense", "0"]


def test_what_was_chosen_is_written_once(reader, shop):
    form = form_of(reader)
    form["choices"][5] = "left-out"
    answer = put(reader, form)
    assert answer.status_code == 200
    [said] = answer.json["said"]
    assert said.startswith("Imported 6 of 7 lines: 5 booked, 1 cleared")
    written = ledger(shop)
    assert written.count("bank-ref:") == 6
    assert "E. SOMMER" not in written
    # The line that was left out is the only one that a second look finds.
    again = form_of(reader)
    assert again["choices"] == ["suspense"]


def test_a_preview_writes_nothing(reader, shop):
    before = ledger(shop)
    answer = put(reader, {**form_of(reader), "dry_run": True})
    assert '+2026-01-07 * "Kurierkollektiv Blitzlicht"' in answer.json["diff"]
    assert ledger(shop) == before
    assert not (shop / "documents" / "Assets").exists()


def test_a_page_older_than_the_books_is_refused(reader, shop):
    form = form_of(reader)
    with (shop / "2025.beancount").open("a") as file:
        file.write(
            '\n2026-01-07 * "Blitzlicht" "Paid" ^RE-2025-006\n'
            "  Assets:Bank:Volksbank  1085.28 EUR\n"
            "  Assets:Receivable     -1085.28 EUR\n"
        )
    before = ledger(shop)
    answer = put(reader, form)
    assert (answer.status_code, ledger(shop)) == (409, before)
    assert "load the page anew" in answer.json["error"]


def test_read_only_books_are_not_imported_into(shop, open_app):
    reader = open_app(build_app(shop / "main.beancount", read_only=True))
    before = ledger(shop)
    assert put(reader, form_of(reader)).status_code == 401
    assert ledger(shop) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
    ],
)
def test_another_page_cannot_import(reader, shop, headers, status):
    before = ledger(shop)
    assert put(reader, form_of(reader), **headers).status_code == status
    assert ledger(shop) == before


def test_only_files_that_wait_can_be_named(reader, shop):
    (shop / "secret.qif").write_text("!Type:Bank\nD2026-01-01\nT1.00\n^\n")
    for name in ("../shop/inbox/../secret.qif", "secret.qif", "/etc/passwd"):
        answer = put(reader, {"file": name, "choices": []})
        assert answer.status_code == 400
        assert "is none of the files" in answer.json["error"]
        assert "is none of the files" in reader.get(PAGE, view="import", file=name).text


@pytest.mark.parametrize("choices", [["0"], ["99"] * 7, "x", [None] * 7])
def test_choices_that_fit_no_line_are_refused(reader, shop, choices):
    before = ledger(shop)
    answer = put(reader, {**form_of(reader), "choices": choices})
    assert (answer.status_code, ledger(shop)) == (400, before)


def test_a_memo_stays_text(reader, shop):
    file = shop / "inbox" / "volksbank-2026-01.xml"
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    file.write_text(file.read_text().replace("Gutschein?", evil))
    assert "<script>alert" not in reader.get(PAGE, view="import", file=FILE).html


def test_the_import_folder_may_be_anywhere(shop, tmp_path, open_app):
    shutil.move(shop / "inbox", folder := tmp_path / "downloads")
    with (main := shop / "main.beancount").open("a") as file:
        file.write(f'\n1970-01-01 custom "fava-option" "import-dirs" "{folder}"\n')
    reader = open_app(build_app(main))
    name = str(folder / "volksbank-2026-01.xml")
    assert name in reader.get(PAGE, view="import").links
    page = reader.get(PAGE, view="import", file=name)
    assert (page.status, page.html.count("<select data-line")) == (200, 7)


def test_a_file_that_cannot_be_kept_stops_the_import_in_a_sentence(reader, shop):
    form, before = form_of(reader), ledger(shop)
    shutil.rmtree(shop / "documents", ignore_errors=True)
    (shop / "documents").write_text("no folder")
    answer = put(reader, form)
    assert (answer.status_code, ledger(shop)) == (400, before)
    assert "Not a directory; nothing was written" in answer.json["error"]


def test_incognito_hides_the_figures_of_the_preview_and_the_reasons(shop, open_app):
    with (main := shop / "main.beancount").open("a") as file:
        file.write('\n1970-01-01 custom "fava-extension" "ledgerkit.fava"\n')
    reader = open_app(create_app([main], load=True, incognito=True))
    reasons = re.findall(
        r'data-reason="([^"]*)"', reader.get(PAGE, view="import", file=FILE).html
    )
    answer = put(reader, {**form_of(reader), "dry_run": True})
    assert "Kurierkollektiv Blitzlicht" in answer.json["diff"]
    assert not re.search(r"\d", "".join([*reasons, *answer.json["said"]]))
    assert not re.search(r"\d", answer.json["diff"])


CSV = "Date,Description,Amount\n03/02/2026,Repair of Mrs Weber,40.00\n"
CSV += "04/02/2026,Fee,-2.50\n"


@pytest.fixture
def nameless(shop):
    """A table that says neither whose it is nor which number is the month."""
    (shop / "inbox" / "february.csv").write_text(CSV)
    return "inbox/february.csv"


def asked_of(page):
    """What the form on how the file is read would ask for, as it stands."""
    form = page.html.split('<details class="reading"')[1].split("</details>")[0]
    kept = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    chosen = {
        name: found[1]
        for name, options in re.findall(
            r'<select name="(\w+)">(.*?)</select>', form, re.DOTALL
        )
        if (found := re.search(r'value="([^"]*)" selected', options))
    }
    return {**dict(kept), **chosen}


def test_what_a_file_leaves_open_is_asked_for_with_the_likeliest_first(
    reader, nameless
):
    page = reader.get(PAGE, view="import")
    assert nameless in page.links
    page = reader.get(PAGE, view="import", file=nameless)
    assert "its dates can be read as %d/%m/%Y" in page.text
    assert '<details class="reading" open>' in page.html
    asked = asked_of(page)
    assert asked["date_format"] == "%d/%m/%Y"
    page = reader.get(PAGE, **asked)
    assert "the file doesn't say of which account it is" in page.text


def test_a_file_read_as_somebody_says_is_imported_so(reader, nameless, shop):
    said = {"date_format": "%m/%d/%Y", "bank_account": "Assets:Bank:Volksbank"}
    page = reader.get(PAGE, view="import", file=nameless, **said)
    assert '<details class="reading">' in page.html
    assert "2026-03-02" in page.text
    assert asked_of(page)["bank_account"] == "Assets:Bank:Volksbank"
    facts = dict(re.findall(r'data-(file|fingerprint)="([^"]*)"', page.html))
    reading = json.loads(
        html.unescape(re.search(r'data-reading="([^"]*)"', page.html)[1])
    )
    assert reading == said
    body = {**facts, "reading": reading, "choices": ["suspense", "suspense"]}
    answer = put(reader, body)
    assert answer.status_code == 200, answer.json
    assert answer.json["said"][0].startswith("Imported 2 of 2 lines")
    assert '2026-03-02 ! "Repair of Mrs Weber"' in ledger(shop)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("bank_account", "Assets:Nowhere"),
        ("date_format", "%s%s"),
        ("encoding", "base64"),
    ],
)
def test_a_reading_that_the_page_doesnt_offer_is_refused(reader, nameless, name, word):
    page = reader.get(PAGE, view="import", file=nameless, **{name: word})
    assert "load the page anew" in page.text
    body = {"file": nameless, "fingerprint": "", "reading": {name: word}}
    assert put(reader, body).status_code == 400


def test_more_lines_than_anybody_looks_at_are_left_to_the_terminal(reader, shop):
    rows = "".join(f"2026-02-03,Lamp {n},-{n}.00\n" for n in range(1, 1002))
    path = shop / "inbox" / "many.csv"
    path.write_text(f"Date,Description,Amount\n{rows}")
    said = {"file": "inbox/many.csv", "bank_account": "Assets:Bank:Volksbank"}
    page = reader.get(PAGE, view="import", **said)
    assert "has 1001 lines that the books lack, too many to choose for" in page.text
    assert "data-line" not in page.html


def test_a_line_is_booked_to_what_is_typed_and_remembered(reader, shop):
    form = form_of(reader)
    own = {"own": "Expenses:Freight", "remember": True}
    choices = [*form["choices"][:5], own, form["choices"][6]]
    answer = put(reader, {**form, "choices": choices})
    assert answer.status_code == 200, answer.json
    assert "0 on suspense" in answer.json["said"][0]
    assert 'custom "bank-rule"' in ledger(shop)


def test_what_cant_be_booked_so_is_said(reader):
    form = form_of(reader)
    choices = [*form["choices"][:5], {"own": "Nowhere"}, form["choices"][6]]
    answer = put(reader, {**form, "choices": choices, "dry_run": True})
    assert answer.status_code == 400
    assert answer.json["error"].startswith('no account "Nowhere" is opened')
