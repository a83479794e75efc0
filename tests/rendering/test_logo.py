"""The company's logo, which is part of the page."""

import re
from base64 import b64decode

import pytest
from tests.rendering.conftest import SIMPLE

from ledgerkit.errors import StationeryError

LOGO = '\n2025-01-01 custom "company" "Studio Aurora"\n  logo: "{}"\n'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PNG = b"\x89PNG\r\n\x1a\n0000"


def books_with(studio, name, content):

    return studio(LOGO.format(name) + SIMPLE, files={name: content})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("logo.svg", SVG, "image/svg+xml"),
        ("logo.png", PNG, "image/png"),
        ("logo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("wrongly-named.svg", PNG, "image/png"),
    ],
)
def test_it_is_a_picture_inside_the_page_where_no_script_runs(
    studio, name, content, kind
):
    page = books_with(studio, name, content).render("INV-1").decode()
    [address] = re.findall(r'<img class="logo" src="([^"]*)"', page)
    assert address.startswith(f"data:{kind};base64,")
    assert b64decode(address.partition(",")[2]) == content
    assert "<script" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a", "is no SVG, PNG or JPEG"),
        (b"<html><script/></html>", "is no SVG"),
        (b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><s>&x;</s>', "is no"),
        (PNG + bytes(600 * 1024), "make it smaller"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_with_the_line(
    studio, content, message
):
    with pytest.raises(StationeryError, match=rf"main\.beancount:\d+: .*{message}"):
        books_with(studio, "logo.svg", content).render("INV-1")


@pytest.mark.parametrize("name", ["missing.svg", "../outside.svg", "/etc/passwd"])
def test_a_logo_that_is_not_there_or_outside_is_named(studio, name):

    books = studio(LOGO.format(name) + SIMPLE)
    with pytest.raises(StationeryError, match=re.escape(f'logo "{name}"')):
        books.render("INV-1")
