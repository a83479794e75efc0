"""CAMT messages, made up, as banks write them."""


def camt(
    entries, *, head="", message="BkToCstmrStmt", part="Stmt", version="053.001.02"
):
    """A message with one statement of DE89…; `head` stands before its entries."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><{message}>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-02-01T06:00:00</CreDtTm></GrpHdr>
<{part}><Id>S1</Id><ElctrncSeqNb>7</ElctrncSeqNb>
<CreDtTm>2026-02-01T06:00:00</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy>
<Ownr><Nm>Studio Aurora</Nm></Ownr>
<Svcr><FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId></Svcr></Acct>
{head}{entries}</{part}></{message}></Document>
""".encode()


def balance(kind, amount, day, direction="CRDT", currency="EUR"):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def entry(
    amount,
    details="",
    *,
    direction="CRDT",
    status="BOOK",
    reference="REF-1",
    more="",
    currency="EUR",
):
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"{more}<Sts>{status}</Sts><BookgDt><Dt>2026-01-15</Dt></BookgDt>"
        f"<ValDt><Dt>2026-01-16</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls>{details}</NtryDtls><AddtlNtryInf>Transfer</AddtlNtryInf></Ntry>\n"
    )


def details(amount="", *, name="Acme", text="", more="", end_to_end="NOTPROVIDED"):
    amounts = (
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        if amount
        else ""
    )
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>{amounts}{more}"
        f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id>"
        "<IBAN>IT60X0542811101000000123456</IBAN></Id></DbtrAcct>"
        "<Cdtr><Nm>Studio Aurora</Nm></Cdtr><CdtrAcct><Id>"
        "<IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


#: A batch of two, a debit, and what is only announced.
STATEMENT = camt(
    entry("300.00", details("100.00", text="INV-1") + details("200.00", text="INV-2"))
    + entry("40.50", direction="DBIT", reference="REF-2")
    + entry("9.00", status="PDNG", reference="REF-3"),
    head=balance("OPBD", "1000.00", "2026-01-01")
    + balance("CLBD", "1259.50", "2026-01-31"),
)
