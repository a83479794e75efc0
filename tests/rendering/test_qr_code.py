"""Our QR codes, against an encoder of everybody's and a scanner of everybody's."""

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ledgerkit.rendering.qr_code import MASK, qr_matrix

#: How many bytes fill each version at level M: ISO/IEC 18004, table 7.
CAPACITY = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331]


@pytest.mark.parametrize(("version", "length"), list(enumerate(CAPACITY, start=1)))
def test_a_full_code_is_module_by_module_that_of_another_encoder(version, length):
    content = bytes((7 * number + version) % 256 for number in range(length))
    other = segno.make_qr(
        content, version=version, error="M", mode="byte", mask=MASK, boost_error=False
    )
    assert qr_matrix(content) == [bytes(row) for row in other.matrix]


@given(st.binary(min_size=1, max_size=331))
def test_a_scanner_reads_back_every_content(content):
    rows = qr_matrix(content)
    size, scale = len(rows) + 8, 4
    picture = Image.new("L", (size, size), 255)
    for row, modules in enumerate(rows):
        for column, black in enumerate(modules):
            picture.putpixel((column + 4, row + 4), 0 if black else 255)
    large = picture.resize((size * scale, size * scale), Image.Resampling.NEAREST)
    [code] = zxingcpp.read_barcodes(large)
    assert code.bytes == content


def test_more_than_fits_is_refused():
    with pytest.raises(ValueError, match="332 bytes"):
        qr_matrix(bytes(332))
