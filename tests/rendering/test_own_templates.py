"""A user's own templates beside the books: they win, and can do no harm."""

import pytest

from ledgerkit.errors import StationeryError

HEAD = '{% extends "ledgerkit/invoice.html" %}\n'


def own(body):
    return {"templates/invoice.html": HEAD + body}


def test_a_users_template_wins(studio):
    books = studio(files=own("{% block footer %}Grazie mille{% endblock %}"))
    page = books.render("INV-1").decode()
    assert "Grazie mille" in page
    assert "Fattura INV-1" in page


def test_a_users_base_changes_every_document(studio):
    base = (
        '{% extends "ledgerkit/document.html" %}'
        "{% block letterhead %}L'Aurora{% endblock %}"
    )
    page = studio(files={"templates/document.html": base}).render("INV-1").decode()
    assert "L'Aurora" in page
    assert "Fattura INV-1" in page


def test_what_is_filled_into_a_users_template_is_escaped(studio):
    text = """
2026-01-15 * "<script>alert(1)</script>" "Website" ^INV-1
  Assets:Receivable  10.00 EUR
  Income:Design     -10.00 EUR
"""
    body = "{% block title %}{{ letter.recipient.name }}{% endblock %}"
    page = studio(text, files=own(body)).render("INV-1").decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("{% block title %}\n{{ document.nothing }}\n{% endblock %}", 3, "nothing"),
        ("{% block title %}\n{% if %}{% endblock %}", 3, "Expected an expression"),
        ("{% block title %}{{ 1 / 0 }}{% endblock %}", 2, "division by zero"),
        ("{% block title %}{% include 'x.html' %}{% endblock %}", 2,
         'there is no template "x.html"'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_users_template_is_named_with_its_line(
    studio, body, line, words
):
    books = studio(files=own(body))
    with pytest.raises(StationeryError, match=rf"invoice\.html:{line}: .*{words}"):
        books.render("INV-1")


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ letter.__init__.__globals__ }}",
        "{{ letter.language.day.__wrapped__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''.format_map }}{{ '{0.__class__.__mro__}'.format('') }}",
        "{% for n in range(10000000000) %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% include '../main.beancount' %}",
        "{% include 'main.beancount' %}",
        "{{ letter.facts.append(1) }}",
    ],
)
def test_a_users_template_reaches_neither_files_nor_python(studio, attack):
    books = studio(files=own("{% block title %}" + attack + "{% endblock %}"))
    with pytest.raises(StationeryError, match=r"invoice\.html:2: "):
        books.render("INV-1")


def test_a_template_that_leads_out_of_the_books_is_not_read(studio, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-secret.html"
    outside.write_text("secret")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "invoice.html").symlink_to(outside)
    with pytest.raises(StationeryError, match="lies outside"):
        studio().render("INV-1")


def test_a_template_that_is_no_text_is_named(studio):
    files = {"templates/invoice.html": b"<p>\n\xff"}
    with pytest.raises(StationeryError, match=r"invoice\.html:2: is no UTF-8"):
        studio(files=files).render("INV-1")


@pytest.mark.usefixtures("can_make_pdf")
def test_what_a_template_wants_from_elsewhere_is_refused_not_loaded(studio):
    for address in ("http://127.0.0.1:9/x.png", "file:///etc/passwd"):
        body = f'{{% block footer %}}<img src="{address}">{{% endblock %}}'
        books = studio(files=own(body))
        with pytest.raises(StationeryError, match="loads nothing from elsewhere"):
            books.render("INV-1", "pdf")


@pytest.mark.parametrize(
    "growth",
    ["{{ 'a' * 999999999 }}", "{{ 99999999 * [1] }}", "{{ 2 ** 99999999 }}",
     "{{ (2 ** 9999) ** 9999 }}",
     "{{ '%999999999d' % 1 }}", "{{ '%999999999d'|format(1) }}",
     "{{ '%*d' % (999999999, 1) }}", "{{ '{:>999999999}'.format(1) }}",
     "{{ '{:>{}}'.format(1, 999999999) }}", "{{ 'x'.center(999999999) }}",
     "{{ 'x'|center(999999999) }}", "{{ 'x'.zfill(999999999) }}",
     "{{ 'x'|indent(999999999) }}", "{{ 'x'|batch(999999999)|list }}",
     "{{ ('a' * 99999).replace('a', 'b' * 99999) }}",
     "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
     "{{ ('a' * 99999).join('b' * 99999) }}",
     "{{ ('b' * 99999)|join('a' * 99999) }}",
     "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
     "{% for i in range(99999) %}{{ 'a' * 9999 }}{% endfor %}",
     "{% set x %}{% for i in range(99999) %}{{ 'a' * 9999 }}{% endfor %}{% endset %}",
     ("{% set n = namespace(x='a') %}{% for i in range(99) %}"
     "{% set n.x = n.x ~ n.x %}{% endfor %}"),
     ("{% set n = namespace(x='a') %}{% for i in range(99) %}"
     "{% set n.x = n.x + n.x %}{% endfor %}"),
     ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
     "{{ m(60) }}"),
     ("{% for x in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}"
     "{% endif %}{% endfor %}")],
)  # fmt: skip
def test_what_grows_without_bound_in_a_template_is_refused(studio, growth):
    body = f"{{% block footer %}}{growth}{{% endblock %}}"
    books = studio(files=own(body))
    with pytest.raises(StationeryError, match=r"invoice\.html:2: .*too large"):
        books.render("INV-1")


def test_what_a_template_reckons_is_reckoned(studio):
    body = "{% block footer %}{{ 6 * 7 }} {{ 2 ** 10 }} {{ '-' * 3 }}{% endblock %}"
    assert "42 1024 ---" in studio(files=own(body)).render("INV-1").decode()


def test_what_a_template_lays_out_is_laid_out(studio):
    body = (
        "{% block footer %}{% for n in [1, 2, 3] if n > 1 %}{{ loop.index }}{{ n }}"
        "{% else %}none{% endfor %} {{ 'a' ~ 7 ~ '<b>' }} {{ '%05.1f' % 2.5 }}"
        " {{ '{:>6,d}'.format(1234567) }} {{ 'x'|center(5) }}"
        "|{{ 'a-b'|replace('-', '+') }}"
        " {{ [1, 2]|join('; ') }}{% endblock %}"
    )
    page = studio(files=own(body)).render("INV-1").decode()
    assert "1223 a7&lt;b&gt; 002.5 1,234,567   x  |a+b 1; 2" in page
