"""What strangers wrote doesn't run on any page under ``ledgerkit serve``."""

import json

import pytest
from jinja2 import DictLoader, Environment
from tests.conftest import ACCOUNTS
from tests.fava.conftest import AGENCY

from ledgerkit.fava.serving import EscapingLoader

RUN = "document.title='ran'"
ATTACKS = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f"<img src=x onerror={RUN}>",
    f'<svg onload="{RUN}">',
    f"<svg><script>{RUN}</script></svg>",
    f'<body onload="{RUN}">',
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<a href="javascript:{RUN}" autofocus onfocus="{RUN}">x</a>',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"</span></li><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><img src=x onerror={RUN}>",
    f'<details open ontoggle="{RUN}">x</details>',
    f'<input autofocus onfocus="{RUN}">',
    f'<style>@import "javascript:{RUN}"</style><b>bold</b>',
    f'<math><mtext><img src=x onerror="{RUN}"></mtext></math>',
    '<meta http-equiv="refresh" content="0;url=https://example.com/">',
    '<base href="https://example.com/">',
    f'<object data="javascript:{RUN}"></object>',
    "{{ 7 * 7 }}{% raw %}",
    f"javascript:{RUN}",
    f"http://x/' onmouseover='{RUN}",
    f"https://x/<img src=x onerror={RUN}>",
    f"&lt;img src=x onerror={RUN}&gt;",
]
FAVA_PAGES = [
    "account/Assets:Receivable/?r=journal",
    "account/Assets:Receivable/",
    "account/Assets:Receivable/?r=balances",
    "journal/",
    "documents/",
    "events/",
    "editor/",
    "errors/",
    "options/",
    "statistics/",
    "query/?query_string=SELECT payee, narration",
    "income_statement/",
    "balance_sheet/",
    "trial_balance/",
    "holdings/",
    "commodities/",
    "import/",
    "help/",
    "extension/Receivables/",
    "extension/Receivables/?view=documents",
    "extension/Payables/",
    "extension/BankAndCash/",
    "extension/BankAndCash/?view=import",
    "extension/Clients/",
    "extension/Statements/",
    "extension/Statements/?view=journal",
    "extension/Statements/?view=schedules",
    "extension/Statements/?view=budget",
    "extension/Statements/?card=Assets:Receivable",
    "extension/Clients/?view=pipeline",
    "extension/Tax/",
    "extension/Tax/?period=2024-Q1",
    "extension/Tax/?period=2024-Q1&line=81",
    "extension/Tax/?view=sales&period=2024-Q1",
]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def attacked_books(folder):
    """A ledger in which a stranger wrote each text that a stranger can write."""
    lines = ['option "title" "Attacked"', 'option "operating_currency" "EUR"', ACCOUNTS]
    lines += [
        '2023-01-01 custom "company" "Us"',
        '  country: "DE"',
        '2023-01-01 custom "tax-code" "de0" 0.19',
        '  kind: "sales"',
    ]
    (folder / "files").mkdir()
    for number, attack in enumerate(ATTACKS):
        text = quoted(attack)
        name = attack.replace("/", "\N{DIVISION SLASH}").replace("\\", "")
        path = folder / "files" / f"2024-01-10.{name}.pdf"
        path.write_bytes(b"%PDF-1.4")
        lines += [
            f'2023-01-01 custom "client" "c{number}" {text}',
            f"  street: {text}",
            f"2024-01-10 * {text} {text} ^INV-{number}",
            f'  client: "c{number}"',
            f"  said: {text}",
            f"  document: {text}",
            "  Assets:Receivable   1.00 EUR",
            f"    said: {text}",
            "  Income:Services",
            f"    description: {text}",
            '    tax: "de0"',
            f"2024-01-10 note Assets:Receivable {text}",
            f"2024-01-10 event {text} {text}",
            f"2024-01-10 query {text} {text}",
            f'2024-01-10 custom "hostile" {text}',
            f"2024-01-10 document Assets:Receivable {quoted(str(path))}",
        ]
    ledger = folder / "main.beancount"
    ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ledger


def no_script_ran(page):
    assert page.evaluate("document.title") != "ran"
    foreign = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) =>
          [...e.attributes].some((a) => a.name.startsWith('on')
            || ['href', 'src', 'data', 'action'].includes(a.name)
              && a.value.trimStart().startsWith('javascript:'))
        ).map((e) => e.outerHTML)"""
    )
    assert foreign == []
    assert page.locator("article").locator("img[src=x], math, base").count() == 0


@pytest.mark.browser
def test_nothing_that_strangers_wrote_runs_on_any_page(visit, serve, tmp_path):
    address = f"{serve(attacked_books(tmp_path))}attacked"
    page = visit(f"{address}/journal/")
    for place in FAVA_PAGES:
        page.goto(f"{address}/{place}")
        page.wait_for_load_state("networkidle")
        no_script_ran(page)


@pytest.mark.browser
@pytest.mark.parametrize("place", ["journal/", "account/Assets:Receivable/?r=journal"])
def test_the_journal_shows_it_as_it_is_written(visit, serve, tmp_path, place):
    address = f"{serve(attacked_books(tmp_path))}attacked"
    page = visit(f"{address}/{place}")
    page.locator("ol.journal li.transaction").first.wait_for()
    payees = {*page.locator("ol.journal .payee").all_text_contents()}
    assert payees >= {*ATTACKS}
    values = {text.strip() for text in page.locator("dl dd").all_text_contents()}
    assert values >= {*ATTACKS}
    notes = page.locator("ol.journal li.note .description").all_text_contents()
    assert {text.strip() for text in notes} >= {*ATTACKS}
    no_script_ran(page)


@pytest.mark.browser
def test_the_policy_alone_would_stop_a_script(visit, serve, tmp_path):
    """Should some page of Fava escape nothing, the browser still runs nothing."""
    address = f"{serve(attacked_books(tmp_path))}attacked"
    refused = []
    page = visit(f"{address}/journal/", expected=refused)
    page.locator("ol.journal li.transaction").first.wait_for()
    for attack in ATTACKS:
        if "http-equiv" not in attack:
            page.evaluate(
                "(h) => { const d = document.createElement('div'); d.innerHTML = h;"
                " document.querySelector('article').append(d); }",
                attack,
            )
    page.wait_for_timeout(300)
    assert page.evaluate("document.title") != "ran"
    assert any("Content Security Policy" in text for text in refused)


@pytest.mark.browser
def test_favas_own_pages_work_under_the_policy(visit, serve):
    """Anything that the policy keeps from running would be an error on the console."""
    address = f"{serve(AGENCY)}studio-aurora-srl"
    page = visit(f"{address}/journal/")
    for place in [
        *FAVA_PAGES,
        "extension/Receivables/?time=2025&document=INV-2025-040",
        "extension/Payables/?view=run",
        "extension/Clients/?view=portfolio",
    ]:
        page.goto(f"{address}/{place}")
        page.wait_for_load_state("networkidle")
        assert page.locator("aside a").count() > 10


def test_the_journals_template_never_stops_escaping(reader_of):
    """Without a browser: the same as HTML."""
    text = ATTACKS[1]
    reader = reader_of(
        f"2024-01-10 * {quoted(text)} {quoted(text)}\n"
        f"  said: {quoted(text)}\n"
        "  Assets:Receivable   1.00 EUR\n"
        "  Income:Services\n"
    )
    for page in ("journal_page?page=1&order=asc", "account_report?a=Assets&r=journal"):
        answer = reader.client.get(f"/{reader.slug}/api/{page}")
        journal = json.loads(answer.text)["data"]["journal"]
        assert "<img" not in journal
        assert "&lt;img src=x" in journal
        assert "<strong class='payee'>" in journal
        assert "<a href='/" in journal


@pytest.mark.parametrize("tag", ["{% autoescape false %}", "{%- autoescape  False -%}"])
def test_no_template_can_switch_escaping_off(tag):
    texts = {"page.html": tag + "{{ text }}{% endautoescape %}"}
    loader = EscapingLoader(DictLoader(texts))
    environment = Environment(loader=loader, autoescape=True)
    assert environment.get_template("page.html").render(text="<b>") == "&lt;b&gt;"
    assert environment.list_templates() == ["page.html"]
