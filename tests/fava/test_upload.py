"""A file is handed over in the browser: kept in the inbox, and then drafted."""

import json
from base64 import b64encode

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import build_app
from tests.fava.test_actions import copy_of, do, put, run, text_of

from ledgerkit.entries.received_file import received_name

ORIGIN = "http://127.0.0.1:5000"
SHOP = SAMPLE_BOOKS / "shop"
BILL = (SHOP / "inbox" / "LT-51399.xml").read_bytes()
BANK = b"Date;Payee;Text;Amount;Currency\n25.03.2026;Zefiro;INV;12,00;EUR\n"


@pytest.fixture
def shop(tmp_path, open_app):
    """A copy of the shop whose inbox is empty, and its reader."""
    folder = copy_of("shop", tmp_path / "shop")
    for path in (folder / "inbox").iterdir():
        path.unlink()
    return open_app(build_app(folder / "main.beancount")), folder


def send(reader, name, content, **options):
    body = {"name": name, "content": b64encode(content).decode()}
    return reader.client.put(
        f"/{reader.slug}/extension/BankAndCash/upload",
        **{
            "base_url": ORIGIN,
            "data": json.dumps(body),
            "content_type": "application/json",
            **options,
        },
    )


def inbox(folder):
    return {path.name: path.read_bytes() for path in (folder / "inbox").iterdir()}


def test_an_e_invoice_is_kept_drafted_and_booked_as_the_command_books_it(
    shop, tmp_path
):
    reader, folder = shop
    answer = send(reader, "LT-51399.xml", BILL)
    assert answer.status_code == 200, answer.json
    assert inbox(folder) == {"LT-51399.xml": BILL}
    address = answer.json["address"]
    assert "do=bill-import" in address
    form = reader.client.get(address).get_data(as_text=True)
    assert 'value="inbox/LT-51399.xml"' in form
    diff = do(reader, "bill-import", {"file": "inbox/LT-51399.xml"})
    assert "+++ 2025.beancount" in diff
    theirs = copy_of("shop", tmp_path / "theirs")
    run(theirs, f"bill import '{theirs / 'inbox' / 'LT-51399.xml'}'")
    assert text_of(folder) == text_of(theirs) != text_of(SHOP)
    kept = [
        {
            p.relative_to(f): p.read_bytes()
            for p in f.rglob("*.xml")
            if "inbox" not in p.parts
        }
        for f in (folder, theirs)
    ]
    assert kept[0] == kept[1]
    again = {"action": "bill-import", "values": {"file": "inbox/LT-51399.xml"}}
    said = put(reader, {**again, "dry_run": True}).json["said"]
    assert said == ["Nothing is to be written: LT-51399 is in the books already."]


def test_a_banks_file_leads_to_its_lines(shop):
    reader, folder = shop
    answer = send(reader, "Konto März.csv", BANK)
    assert answer.status_code == 200, answer.json
    assert inbox(folder) == {"Konto-März.csv": BANK}
    assert "view=import" in answer.json["address"]
    assert reader.client.get(answer.json["address"]).status_code == 200


def test_a_file_is_never_written_over_another(shop):
    reader, folder = shop
    for content in (BANK, BANK, BANK.replace(b"12", b"13")):
        assert send(reader, "export.csv", content).status_code == 200
    assert inbox(folder) == {
        "export.csv": BANK, "export-2.csv": BANK.replace(b"12", b"13"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../main.beancount", "main.beancount.txt"),
        ("C:\\Downloads\\a.csv", "a.csv"),
        ("/etc/passwd", "passwd.txt"),
        (".hidden", "hidden.txt"),
        ("", "_.txt"),
        ("..", "_.txt"),
        ("con.csv", "_con.csv"),
        ("<img src=x onerror=1>.csv", "img-src=x-onerror=1.csv"),
        ("fattura\u202efdp.xml", "fattura-fdp.xml"),
        ("IT01234567890_1.xml.p7m", "IT01234567890_1.xml.p7m"),
        ("x" * 500 + ".CSV", "x" * 80 + ".csv"),
        ("a.html", "a.html.txt"),
    ],
)
def test_a_strangers_name_becomes_a_plain_one(name, kept):
    assert received_name(name) == kept


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b"MZ\x00\x01 a program", "this is neither a bank's file nor an e-invoice"),
        (b'2026-01-01 custom "x" "y"\n', "this is neither a bank's file nor"),
    ],
)
def test_what_is_neither_is_not_kept(shop, content, sentence):
    reader, folder = shop
    answer = send(reader, "x.csv", content)
    assert answer.status_code == 400
    assert sentence in answer.json["error"]
    assert inbox(folder) == {}


def test_too_much_is_refused_before_it_is_read(shop):
    reader, folder = shop
    answer = send(
        reader, "x.csv", b"", environ_overrides={"CONTENT_LENGTH": "30000000"}
    )
    assert answer.status_code == 413
    assert answer.json == {"error": "The file has more than 20 MB; nothing was kept."}
    assert inbox(folder) == {}


def test_another_page_a_form_and_read_only_cant_upload(shop, open_app):
    reader, folder = shop
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert send(reader, "a.csv", BANK, headers=evil).status_code == 403
    assert send(reader, "a.csv", BANK, content_type="text/plain").status_code == 415
    closed = open_app(build_app(folder / "main.beancount", read_only=True))
    assert send(closed, "a.csv", BANK).status_code == 401
    assert "<form" not in closed.get("extension/BankAndCash/", view="import").html
    assert inbox(folder) == {}


def test_an_inbox_that_leads_out_of_the_books_is_refused(shop, tmp_path):
    reader, folder = shop
    (tmp_path / "out").mkdir()
    (folder / "inbox").rmdir()
    (folder / "inbox").symlink_to(tmp_path / "out")
    answer = send(reader, "a.csv", BANK)
    assert answer.status_code == 400
    assert "leads out of the books' folder" in answer.json["error"]
    assert list((tmp_path / "out").iterdir()) == []
