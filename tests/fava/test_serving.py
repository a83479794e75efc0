"""``ledgerkit serve``: our pages in any ledger, and nobody else's requests."""

import re

import pytest
from fava.ext import find_extensions
from tests.fava.conftest import AGENCY, COOKIE, DIRECTIVE, TOKEN, build_app

from ledgerkit.errors import UnreadableBooksError
from ledgerkit.fava import serving
from ledgerkit.fava.guarding import cookie_name

LEDGER = """
2024-01-10 * "Acme" "One" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services
"""
#: Our pages by class and by title, in the order of the names.
PAGES = sorted(page.__name__ for page in serving.OUR_PAGES)
TITLES = ["Bank & cash", "Clients & vendors", *PAGES[2:]]
ORIGIN = "http://127.0.0.1:5000"


@pytest.fixture
def served(reader_of):
    return reader_of(LEDGER)


def extension_names(reader):
    return sorted(e.name for e in reader.ledger.extensions.extension_details)


def send(reader, method="PUT", path="api/format_source", **headers):
    return reader.client.open(
        f"/{reader.slug}/{path}",
        method=method,
        base_url=ORIGIN,
        json={"source": "2024-01-01 open Assets:X"} if method == "PUT" else None,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_fava_finds_our_pages_in_the_module(tmp_path):
    classes, errors = find_extensions(tmp_path, "ledgerkit.fava")
    assert [c.__name__ for c in classes] == PAGES
    assert [c.menu_title for c in classes] == TITLES
    assert errors == []


def test_the_pages_are_there_without_a_directive(served):
    assert extension_names(served) == PAGES
    assert served.receivables().tables[0][1][0] == "Acme"
    assert "ledgerkit.fava" not in served.get("api/options").html


def test_they_stay_when_the_ledger_is_loaded_anew(served, wait_for, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(path.read_text().replace("100.00", "250.00"))
    wait_for(lambda: served.receivables().tables[0][-1][-1] == "250.00")
    assert extension_names(served) == PAGES


def test_a_directive_does_not_double_them(reader_of):
    reader = reader_of(DIRECTIVE + LEDGER)
    assert extension_names(reader) == PAGES
    assert reader.ledger.extensions.errors == []


def test_nor_does_one_that_comes_later(served, tmp_path):
    before = served.ledger.extensions.get_extension("Receivables")
    path = tmp_path / "main.beancount"
    path.write_text(path.read_text() + DIRECTIVE)
    served.ledger.load_file()
    assert extension_names(served) == PAGES
    assert served.ledger.extensions.get_extension("Receivables") is before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"])
def test_nothing_is_answered_without_the_token(served, method):
    name = cookie_name(TOKEN)
    stranger = served.app.test_client(use_cookies=False)
    for path in ("", f"{served.slug}/api/source", "static/app.js", "none"):
        for cookie in ("", f"{name}=", f"{name}=wrong", f"x={TOKEN}"):
            headers = {"Origin": ORIGIN, "Cookie": cookie}
            answer = stranger.open(
                f"/{path}", method=method, base_url=ORIGIN, headers=headers
            )
            assert answer.status_code == 403
            assert TOKEN not in str(answer.headers)
            if method != "HEAD":
                assert answer.text.count("\n") == 1
                assert "open the address that ledgerkit serve printed" in answer.text


def test_the_address_that_is_opened_first_leaves_a_cookie_and_no_token(served):
    browser = served.app.test_client()
    answer = browser.get(f"/?token={TOKEN}", base_url=ORIGIN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert re.fullmatch(
        rf"{COOKIE}; HttpOnly; Path=/; SameSite=Strict", answer.headers["Set-Cookie"]
    )
    assert browser.get("/", base_url=ORIGIN).status_code == 302
    page = browser.get(f"/{served.slug}/api/source", base_url=ORIGIN)
    assert page.status_code == 200


def test_a_redirect_that_begins_elsewhere_begins_anew_here(served):
    """Browsers don't show a strict cookie on a redirect that another page began."""
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    answer = served.app.test_client().get(f"/?token={TOKEN}", headers=headers)
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "0; url=/")
    assert answer.text == ""


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "%ED%A0%80"])
def test_a_wrong_token_in_the_address_leaves_no_cookie(served, token):
    answer = served.app.test_client().get(f"/?token={token}")
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_two_starts_do_not_share_a_cookie():
    assert cookie_name("one") != cookie_name("other")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_another_name_for_this_computer_is_refused(served, host):
    headers = {"Host": host}
    assert served.client.get("/", headers=headers).status_code == 400
    address = f"/{served.slug}/api/changed"
    assert served.client.get(address, headers=headers).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000", "localhost"])
def test_its_own_names_are_answered(served, host):
    assert served.client.get("/", headers={"Host": host}).status_code == 302


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:5001"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_what_another_page_sends_is_refused(served, method, headers):
    assert send(served, method, **headers).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_form_that_another_page_submits_is_refused(served, method):
    sent = send(
        served,
        method,
        Sec_Fetch_Site="cross-site",
        Sec_Fetch_Mode="navigate",
        Sec_Fetch_Dest="document",
    )
    assert sent.status_code == 403


def test_what_another_page_loads_as_a_part_of_itself_is_refused(served):
    headers = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    assert send(served, "GET", "api/changed", **headers).status_code == 403


def test_a_link_from_another_page_is_followed(served):
    sent = send(
        served,
        "GET",
        "extension/Receivables/",
        Sec_Fetch_Site="cross-site",
        Sec_Fetch_Mode="navigate",
        Sec_Fetch_Dest="document",
    )
    assert sent.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ORIGIN, "Sec_Fetch_Site": "same-origin"},
        {"Origin": ORIGIN.replace("http:", "https:")},
        {"Origin": ORIGIN},
        {},
    ],
)
def test_favas_own_pages_and_programs_may_write(served, headers):
    assert send(served, **headers).status_code == 200


def test_read_only_refuses_writing(open_app):
    reader = open_app(build_app(AGENCY, read_only=True))
    assert send(reader, Origin=ORIGIN).status_code == 401
    assert reader.receivables().status == 200


def test_every_answer_is_marked(served):
    for page in ("extension/Receivables/", "api/changed", "no/such/page"):
        headers = served.client.get(f"/{served.slug}/{page}").headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        policy = headers["Content-Security-Policy"].split("; ")
        assert "default-src 'none'" in policy
        assert "script-src 'self' 'wasm-unsafe-eval'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in "".join(policy)


def test_favas_jump_links_still_work(served):
    page = f"{ORIGIN}/{served.slug}/journal/"
    jump = served.client.get(
        "/jump?time=year", base_url=ORIGIN, headers={"Referer": page}
    )
    assert jump.headers["Location"] == f"{page}?time=year"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2024-01-10.bill.pdf", True),
        ("2024-01-10.scan.png", True),
        ("2024-01-10.lines.csv", True),
        ("2024-01-10.page.html", False),
        ("2024-01-10.page.xhtml", False),
        ("2024-01-10.picture.svg", False),
        ("2024-01-10.invoice.xml", False),
        ("2024-01-10.who-knows", False),
    ],
)
def test_a_document_that_could_run_is_saved_and_not_shown(
    reader_of, tmp_path, name, shown
):
    file = tmp_path / name
    file.write_text("<script>alert(1)</script>")
    reader = reader_of(f'2024-01-10 document Assets:Bank "{file}"')
    answer = reader.client.get(
        f"/{reader.slug}/document/", query_string={"filename": str(file)}
    )
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert re.match("inline;" if shown else "attachment;", disposition)
    assert disposition.endswith(name)
    frame = "SAMEORIGIN" if shown else "DENY"
    assert answer.headers["X-Frame-Options"] == frame
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert ("script-src 'none'" if shown else "sandbox") in policy


def test_a_missing_book_is_said_in_a_line(tmp_path):
    with pytest.raises(UnreadableBooksError, match=r"none\.beancount: No such file"):
        build_app(tmp_path / "none.beancount")


def test_the_pickle_cache_is_neither_read_nor_written(reader_of, tmp_path):
    reader_of(LEDGER).ledger.load_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["main.beancount"]


def test_the_newest_links_are_suggested_and_no_page_brings_them_all(
    reader_of, monkeypatch
):
    monkeypatch.setattr("ledgerkit.fava.parts.suggestions.LINKS_MAX", 2)
    reader = reader_of(
        "".join(
            f'2024-01-0{day} * "Acme" "Work" ^INV-{day}\n'
            "  Assets:Receivable  1.00 EUR\n  Income:Services\n"
            for day in (1, 2, 3)
        )
    )
    assert reader.ledger.attributes.links == ["INV-2", "INV-3"]
