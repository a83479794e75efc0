"""A month's end: a payment run, the bank's file, letters, closing."""

from datetime import date, timedelta

from tests.safe.business.firm import CLIENTS, VENDORS, Firm, money
from tests.safe.business.reckoning import BANK, SUSPENSE, end_of_month

#: What may be open of the checklist when a month is closed, with a reason.
WAIVED = {"clearing", "unfinished", "bills", "bank-statements"}


#: The days without a bank besides weekends, New Year, 1 May and Christmas.
GOOD_FRIDAYS = {date(2024, 3, 29), date(2025, 4, 18), date(2026, 4, 3)}
GOOD_FRIDAYS |= {date(2027, 3, 26), date(2028, 4, 14), date(2029, 3, 30)}


def bank_day(day):
    """That day, or the last before it on which banks work."""
    holidays = {(1, 1), (5, 1), (12, 25), (12, 26)}
    while (
        day.weekday() > 4
        or (day.month, day.day) in holidays
        or day in GOOD_FRIDAYS
        or day - timedelta(days=3) in GOOD_FRIDAYS
    ):
        day -= timedelta(days=1)
    return day


def finish_month(firm: Firm):
    """Everything up to the month's last day."""
    last = end_of_month(firm.today)
    pay_what_is_due(firm, last)
    firm.today = last
    import_statement(firm, last)
    write_letters(firm, last)


def pay_what_is_due(firm, last):
    """A payment run on a Wednesday, of all bills due by the month's end."""
    wednesdays = [
        last - timedelta(days=n)
        for n in range(14)
        if (last - timedelta(days=n)).weekday() == 2
        if bank_day(last - timedelta(days=n)) == last - timedelta(days=n)
    ]
    day = next((d for d in wednesdays if d >= firm.today), None)
    if day is None or firm.random.random() < 0.3:
        return
    firm.today = day
    due, options = {}, []
    for vendor in VENDORS:
        parts = list(_parts_due(firm, vendor, last))
        if firm.lies_on_account("vendor", vendor) or sum(c for _d, c in parts) < 0:
            # The run would pay less, and of which bill is its own choice.
            for document in firm.open_documents("vendor", party=vendor):
                options += ["--skip", document.number]
        elif any(cents > 0 for _document, cents in parts):
            due[vendor] = parts
    if not due:
        return
    said = firm.run(
        *("payment-run", "--pay-from", BANK, "--until", last, "--as-of", day),
        *("--date", day, "--write", "payments", *options),
    )
    total = sum(cents for parts in due.values() for _document, cents in parts)
    assert not said or f"{money(total)} EUR" in said, (total, said)
    for vendor, parts in due.items():
        firm.reckoning.pay(("vendor", vendor, "EUR"), day, parts)
        # The bank shows a line for each payment of a bill, or one for the vendor.
        firm.at_bank.append((day, vendor, -sum(cents for _document, cents in parts)))


def _parts_due(firm, vendor, last):
    """What is due of each bill, and each credit that waits for one."""
    for document in firm.reckoning.documents.values():
        if (document.kind, document.party) == ("vendor", vendor):
            parts = document.open_parts(date.max)
            cents = sum(c for due, c in parts if due is None or bank_day(due) <= last)
            if cents:
                yield document, cents


def import_statement(firm, last):
    """Every movement of the month, and some that only the bank knows; twice."""
    lines = [
        (day, _text(party), cents)
        for day, party, cents in firm.at_bank
        if day >= firm.open_since
    ]
    lines += _only_at_bank(firm, last)
    lines.sort(key=lambda line: line[0])
    opening = firm.statement_balance
    rows = ["Date,Description,Amount,Balance"]
    for day, text, cents in lines:
        opening += cents
        rows.append(f"{day},{text},{money(cents)},{money(opening)}")
    firm.statement_balance, firm.at_bank = opening, []
    name = f"{last:%Y-%m}.csv"
    (firm.folder / name).write_text("\n".join(rows) + "\n")
    firm.run("bank", "import", name, "--account", BANK, "--sign", "as-is")
    if firm.random.random() < 0.5:
        firm.run("bank", "import", name, "--account", BANK, "--sign", "as-is")


def _text(party):
    name = {**CLIENTS, **VENDORS}[party][0]
    return f"{name} transfer"


def _only_at_bank(firm, last):
    """Clients who pay an invoice by its number, and lines that nobody knows."""
    paid, days = set(), (last - firm.open_since).days
    for document in firm.open_documents("client", currency="EUR"):
        if document.party in paid or firm.random.random() < 0.5:
            continue
        first = max(firm.open_since, document.day)
        day = first + timedelta(days=firm.random.randrange((last - first).days + 1))
        later = any(settled > day for settled, _cents in document.settled)
        if later:
            continue
        paid.add(document.party)
        yield day, *_paid_invoice(firm, document, day)
    for _ in range(firm.random.randrange(3)):
        day = firm.open_since + timedelta(days=firm.random.randrange(days))
        cents = -firm.random.randrange(1, 9999)
        rows = (BANK, "EUR", cents), (SUSPENSE, "EUR", -cents)
        firm.reckoning.post(day, *rows)
        yield day, f"Sundry {firm.random.randrange(10**6)}", cents


def _paid_invoice(firm, document, day):
    text = f"{CLIENTS[document.party][0]} {document.number}"
    cents = document.open(date.max)
    untouched = not document.settled and document.terms == "2/10 net 30"
    if untouched and (day - document.day).days <= 10:
        cents = firm.reckoning.discounted(document)
        firm.reckoning.settle_discounted(day, document, cents)
    else:
        parts = [(document, cents)]
        firm.reckoning.pay(("client", document.party, "EUR"), day, parts)
    return text, cents


def write_letters(firm, last):
    firm.run("reminders", "--as-of", last, "--write", "letters")


def close_month(firm):
    """Close what is done; what is open of the checklist is waived, if it may be."""
    last = firm.today
    arguments = ["close", f"{last:%Y-%m}", "--by", "gv", "--date"]
    arguments += [last + timedelta(days=1)]
    for item in WAIVED:
        arguments += ["--waive", f"{item}=as usual"]
    firm.run(*arguments)
    firm.open_since = firm.today = last + timedelta(days=1)
