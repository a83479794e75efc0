"""Signed files (CMS, p7m): the content is read, in every form that programs write."""

import base64
import random
import subprocess
from shutil import which
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

from ledgerkit.e_invoices.read import arrived_bills, read_e_invoice
from ledgerkit.e_invoices.signed import NOT_VERIFIED, signed_content
from ledgerkit.errors import UnreadableFileError

RECEIVED = ROOT / "tests" / "e_invoices" / "received"
INVOICE = (RECEIVED / "two.fatturapa.xml").read_bytes()
PKCS7 = bytes.fromhex("06092a864886f70d0107")
SIGNED, DATA = PKCS7 + b"\x02", PKCS7 + b"\x01"


def element(tag, content):
    """An element with its length, in DER."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 + len(length)]) + length + content


def endless(tag, content):
    """An element without a length, in BER."""
    return bytes([tag, 0x80]) + content + b"\0\0"


def chunks(content, size):
    return b"".join(
        element(0x04, content[place : place + size])
        for place in range(0, len(content), size)
    )


def cms(content, build=element, octets=None):
    """A signed file around a content, without certificates and signatures."""
    octets = element(0x04, content) if octets is None else octets
    inside = build(0x30, DATA + build(0xA0, octets))
    version, algorithms = element(0x02, b"\x01"), element(0x31, b"")
    signed = build(0x30, version + algorithms + inside + element(0x31, b""))
    return build(0x30, SIGNED + build(0xA0, signed))


DER, BER = cms(INVOICE), cms(INVOICE, endless)
FORMS = {
    "DER": DER,
    "BER": BER,
    "in chunks": cms(INVOICE, octets=element(0x24, chunks(INVOICE, 1000))),
    "in chunks of BER": cms(INVOICE, endless, endless(0x24, chunks(INVOICE, 100))),
    "chunks in chunks": cms(
        INVOICE, endless, endless(0x24, endless(0x24, chunks(INVOICE, 512)))
    ),
    "base64 on one line": base64.b64encode(DER),
    "base64 on many lines": base64.encodebytes(BER),
    "base64 with CRLF and a mark": b"\xef\xbb\xbf"
    + base64.encodebytes(DER).replace(b"\n", b"\r\n"),
    "PEM": b"-----BEGIN PKCS7-----\n"
    + base64.encodebytes(DER)
    + b"-----END PKCS7-----\n",
    "signed twice": cms(BER),
    "base64 within": cms(base64.b64encode(DER)),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_invoices_of_a_signed_file_are_those_within(form):
    received = read_e_invoice(FORMS[form], "it.xml.p7m")
    within = read_e_invoice(INVOICE, "it.xml")
    assert [one.invoice.number for one in received] == ["3/2026", "4/2026"]
    assert [one.payable for one in received] == [one.payable for one in within]
    assert all(one.warnings[-1] == NOT_VERIFIED for one in received)
    assert not any(NOT_VERIFIED in one.warnings for one in within)


def test_what_is_kept_of_it_is_the_signed_file():
    bills = arrived_bills(DER, "it.xml.p7m")
    assert {bill.suffix for bill in bills} == {".xml.p7m"}
    assert all(bill.content == DER for bill in bills)
    assert {bill.suffix for bill in arrived_bills(INVOICE, "it.xml")} == {".xml"}


def refused(data):
    with pytest.raises(UnreadableFileError) as error:
        read_e_invoice(data, "it.p7m")
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DER[:-40], "it is signed (p7m), and cut short"),
        (BER[:900], "it is signed (p7m), and cut short"),
        (BER[:-4], "it is signed (p7m), and cut short"),
        (DER.replace(DATA, PKCS7 + b"\x03", 1), ""),
        (DER.replace(SIGNED, PKCS7 + b"\x03", 1), "it is encrypted (p7m)"),
        (DER.replace(SIGNED, PKCS7 + b"\x05", 1), "a CMS file without signed data"),
        (base64.b64encode(DER)[:-3], "it is in base64, which is damaged"),
        (cms(b"no invoice"), "it is neither XML nor PDF"),
        (cms(b""), "it is empty"),
        (cms(INVOICE, octets=element(0x0C, INVOICE)), "damaged at byte"),
        (cms(INVOICE, octets=endless(0x04, INVOICE)), "damaged at byte"),
        (element(0x30, SIGNED + b"\xa0\x85" + b"\xff" * 40), "damaged at byte"),
        (element(0x30, SIGNED + b"\x1f\x80" + b"\0" * 40), "damaged at byte"),
    ],
)
def test_a_damaged_or_other_file_is_called_by_its_name(data, said):
    if said:
        assert said in refused(data)
    else:
        assert len(read_e_invoice(data, "it.p7m")) == 2


def test_a_signature_without_its_file_says_so():
    signed = element(0x30, element(2, b"\1") + element(0x31, b"") + element(0x30, DATA))
    alone = element(0x30, SIGNED + element(0xA0, signed))
    assert "a signature alone" in refused(alone)


def test_no_nesting_is_too_deep_for_us():
    deep = INVOICE
    for _ in range(40):
        deep = cms(deep)
    assert "signed more than" in refused(deep)
    octets = element(0x04, b"x")
    for _ in range(2000):
        octets = endless(0x24, octets)
    assert "damaged" in refused(cms(b"", octets=octets))


def test_no_end_of_parts_is_refused_in_a_moment():
    started = process_time()
    parts = b"\x04\0" * 5_000_000
    assert "in too many parts" in refused(cms(b"", endless, endless(0x24, parts)))
    assert process_time() - started < 5


@given(st.binary(max_size=60), st.binary(max_size=200))
def test_any_bytes_after_the_beginning_are_read_or_refused(head, tail):
    for data in (b"\x30" + head + SIGNED + tail, b"\x30\x80" + SIGNED + b"\xa0" + tail):
        try:
            assert signed_content(data, "a") is None or True
        except UnreadableFileError:
            continue


@pytest.mark.parametrize("form", ["DER", "in chunks of BER", "PEM", "signed twice"])
def test_whatever_becomes_of_a_signed_file_only_our_own_error_is_raised(form):
    chance = random.Random(7)
    for _ in range(300):
        changed = bytearray(FORMS[form])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(min(len(changed), 120))
            changed[place] = chance.randrange(256)
        cut = chance.choice([len(changed), chance.randrange(len(changed))])
        try:
            read_e_invoice(bytes(changed[:cut]), "a.p7m")
        except UnreadableFileError:
            continue


@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(
    "form",
    [
        ["-outform", "DER"],
        ["-outform", "DER", "-stream"],
        ["-outform", "PEM"],
    ],
    ids=["DER", "BER", "PEM"],
)
def test_what_openssl_signs_is_read(tmp_path, form):
    (tmp_path / "it.xml").write_bytes(INVOICE)
    make = "req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=t"
    sign = "cms -sign -binary -nodetach -in it.xml -signer c.pem -inkey k.pem -out s"
    for words in (make.split(), [*sign.split(), *form]):
        subprocess.run(
            ["openssl", *words], cwd=tmp_path, check=True, capture_output=True
        )
    signed = (tmp_path / "s").read_bytes()
    assert signed_content(signed, "s") == INVOICE
