"""The picture of a payment code: whatever is asked for, a scanner reads it back."""

import re
from decimal import Decimal
from urllib.parse import unquote

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ledgerkit.invoices.invoice import PaymentAccount
from ledgerkit.rendering.payment import epc_message, payment_code

STROKES = re.compile(r"M(\d+) (\d+)\.5((?:h\d+m\d+ 0)+)")
STROKE = re.compile(r"h(\d+)m(\d+) 0")
SCALE = 4


def account(holder):
    return PaymentAccount(
        holder=holder, iban="IT60X0542811101000000123456", bic="BPMOIT22XXX"
    )


def drawn(address):
    """The picture as a scanner sees it, four points a module."""
    svg = unquote(address.partition(",")[2])
    size = int(re.search(r"viewBox='0 0 (\d+)", svg)[1])
    picture = Image.new("L", (size, size), 255)
    for start, row, strokes in STROKES.findall(svg):
        column = int(start)
        for black, white in STROKE.findall(strokes):
            for place in range(column, column + int(black)):
                picture.putpixel((place, int(row)), 0)
            column += int(black) + int(white)
    large = (size * SCALE, size * SCALE)
    return picture.resize(large, Image.Resampling.NEAREST)


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=40)


@given(words, st.decimals("0.01", "999999999.99", places=2), words)
def test_a_scanner_reads_back_every_transfer(holder, amount, text):
    asked = (account(holder), amount, "EUR", text)
    [code] = zxingcpp.read_barcodes(drawn(payment_code(*asked)))
    assert code.bytes.decode() == epc_message(*asked)


def test_what_the_code_cannot_hold_has_no_code():
    """331 bytes at most, and a letter may take four."""
    name = "\N{MUSICAL SYMBOL G CLEF}" * 70
    assert payment_code(account(name), Decimal(1), "EUR", "INV-1") is None
