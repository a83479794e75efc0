"""The commands that show a report: names and words; their options follow from these.

Nothing is imported here, so that help and completion load no report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.cli.report_spec import Instead, ReportCommand

if TYPE_CHECKING:
    from collections.abc import Mapping


REPORT_COMMANDS: Mapping[str, ReportCommand] = {
    "aging": ReportCommand(
        report="aging", help="Show what each party owes, by how late it is."
    ),
    "open-items": ReportCommand(
        report="open_items",
        help="Show every document still open, and payments on account.",
    ),
    "trial-balance": ReportCommand(
        report="trial_balance",
        help="Show each account's opening balance, turnover and closing balance.",
    ),
    "balance-sheet": ReportCommand(
        report="balance_sheet",
        help="Show assets, liabilities and equity at the end of a period.",
        instead=(Instead(report="balance_sheet_line", given=("explain",)),),
        options={"by": "interval_of_columns"},
    ),
    "income-statement": ReportCommand(
        report="income_statement",
        help="Show income, expenses and the result of a period.",
        instead=(
            Instead(report="income_statement_line", given=("explain",)),
            Instead(
                report="cash_basis_reconciliation",
                flag="--reconcile",
                help="Show what makes the result by payment differ from accruals",
            ),
        ),
        options={
            "by": "interval_of_columns",
            "compare": "compare_or_budget",
            "layout": "layout_of_income",
            "basis": "accounting_basis",
        },
    ),
    "budget": ReportCommand(
        report="budget",
        help="Show budgets beside what was spent, is committed and is left.",
    ),
    "equity-changes": ReportCommand(
        report="equity_changes",
        help="Show what owners put in and took out, and what was earned.",
    ),
    "cash-flow": ReportCommand(
        report="cash_flow",
        help="Show where cash came from and what it went to, by activity.",
        instead=(Instead(report="cash_flow_line", given=("explain",)),),
        options={"by": "interval_of_columns"},
    ),
    "ratios": ReportCommand(
        report="ratios",
        help="Show liquidity, equity, margins and returns, each with its formula.",
        options={"by": "interval_of_columns"},
    ),
    "journal": ReportCommand(
        report="journal",
        help="Show every transaction of a period, numbered by fiscal year.",
    ),
    "documents": ReportCommand(
        report="documents", help="Show every invoice or bill, and its status."
    ),
    "ledger": ReportCommand(
        report="cards",
        help="Show every posting to an account, or document of a party, with a running"
        " balance.\n\nNAME is an account or the end of its name, or a party's id,"
        " name or alias.",
        options={"name": "account_or_party", "side": "either_side"},
    ),
    "due": ReportCommand(
        report="due",
        help="Show when document NUMBER is due, and why, instalment by instalment.",
    ),
    "discounts": ReportCommand(
        report="discounts",
        help="Show which early-payment discounts were offered, earned and taken.",
    ),
    "clients": ReportCommand(
        report="client_list",
        help="Show every client: balance, revenue and health.",
    ),
    "vendors": ReportCommand(
        report="vendor_balances", help="Show every vendor, and what we owe it."
    ),
    "numbers": ReportCommand(
        report="numbers",
        help="Show each series of invoice and credit note numbers, and any gaps.",
    ),
    "recurring": ReportCommand(
        report="recurring_invoices",
        help="Show each template of recurring invoices: the next invoice, and any"
        " missing.",
    ),
    "collection": ReportCommand(
        report="collection",
        help="Show how fast clients pay, or we do: DSO or DPO, days late and more, by"
        " month.",
        options={"months": "months_of_a_line"},
    ),
    "credit-limits": ReportCommand(
        report="credit_limits",
        help="Show what each client owes against its credit limit, now and at its"
        " peak.",
        options={"party": "client"},
    ),
    "allowance": ReportCommand(
        report="allowance",
        help="Show the allowance for doubtful debts: what it should be, and what is"
        " booked.",
    ),
    "deferred": ReportCommand(
        report="deferred",
        help="Show deferred revenue: recognised, remaining, and when the rest is"
        " earned.",
        instead=(Instead(report="deferred_roll_forward", given=("since",)),),
        options={"since": "roll_forward_from"},
    ),
    "approvals": ReportCommand(
        report="approvals",
        help="Show open bills that lack an approval or a document on file.",
        options={"party": "vendor", "everything": "approved_too"},
    ),
    "cash-requirements": ReportCommand(
        report="cash_required",
        help="Show how much cash our bills need, week by week.",
    ),
    "cash-conversion": ReportCommand(
        report="cash_conversion",
        help="Show how long cash spent on goods takes to come back: DIO + DSO - DPO.",
    ),
    "spend": ReportCommand(
        report="spend",
        help="Show what was bought, net of tax, largest first.",
        is_period=True,
    ),
    "withholding": ReportCommand(
        report="withholding",
        help="Show the tax withheld from vendors paid in a period.",
        options={"party": "vendor"},
        is_period=True,
    ),
    "form-1099": ReportCommand(
        report="form_1099",
        help="Show payments of YEAR for which form 1099 may be due, and the threshold.",
    ),
    "cash": ReportCommand(
        report="cash",
        help="Show each bank, cash, card and clearing account, and its balance.",
        instead=(
            Instead(
                report="cash_counts",
                flag="--counts",
                help="Show counts of cash beside the books instead",
            ),
            Instead(
                report="cash_breaches",
                flag="--breaches",
                help="Show when accounts held less than they should instead",
            ),
        ),
    ),
    "forecast": ReportCommand(
        report="forecast",
        help="Forecast cash in the bank, week by week, and how certain that is.",
        instead=(
            Instead(
                report="forecast_items",
                flag="--explain",
                help="Show each amount, and why it is expected then, instead",
            ),
            Instead(
                report="forecast_back_test",
                flag="--back-test",
                help="Show the errors that past forecasts would have made instead",
            ),
        ),
        options={"months": "months_back"},
    ),
    "health": ReportCommand(
        report="health",
        help="Show each client's health from 0 to 100, and what costs it points.",
        instead=(
            Instead(report="health_of", given=("client",)),
            Instead(
                report="health_back_test",
                flag="--back-test",
                help="Show whether health would have told who was lost instead",
            ),
        ),
    ),
    "at-risk": ReportCommand(
        report="at_risk",
        help="Show which clients are at risk, for how much, why, and who is"
        " responsible.",
    ),
    "client-measures": ReportCommand(
        report="client_measures",
        help="Show each client's revenue, rhythm and payments over twelve months.",
        options={"party": "client"},
    ),
    "rfm": ReportCommand(
        report="rfm",
        help="Show how recently, how often and for how much each client bought.",
        instead=(
            Instead(
                report="rfm_grid",
                flag="--grid",
                help="Show clients by recency and frequency instead",
            ),
        ),
    ),
    "concentration": ReportCommand(
        report="concentration",
        help="Show each client's share of revenue, and how much depends on a few.",
    ),
    "retention": ReportCommand(
        report="retention",
        help="Show how much revenue, and how many clients, were kept year by year.",
        instead=(
            Instead(
                report="cohorts",
                flag="--cohorts",
                help="Show revenue by the year in which clients were won instead",
            ),
        ),
    ),
    "whitespace": ReportCommand(
        report="whitespace",
        help="Show clients against income accounts: who has not bought what.",
    ),
    "targets": ReportCommand(
        report="targets",
        help="Show progress towards each target, and whether it is on track.",
    ),
    "agenda": ReportCommand(
        report="agenda",
        help="Show what is to be done: overdue, today, this week, next week, later."
        "\n\nledgerkit client export --as ics writes it for calendars.",
        options={"party": "client"},
    ),
    "pipeline": ReportCommand(
        report="pipeline",
        help="Show opportunities by stage: number, value and weighted value.",
        instead=(
            Instead(report="win_rates", given=("by",)),
            Instead(
                report="opportunities",
                flag="--list",
                help="Show each opportunity instead",
                given=("manager", "party"),
            ),
        ),
        options={"party": "client", "by": "win_rate"},
    ),
    "plans": ReportCommand(
        report="plans",
        help="Show every account plan: both sides' goals, and its progress.",
    ),
    "renewals": ReportCommand(
        report="renewals",
        help="Show contracts within their notice period, or ended without renewal.",
    ),
    "unbilled": ReportCommand(
        report="unbilled_work",
        help="Show hours and expenses that wait to be charged, by age.",
    ),
    "profitability": ReportCommand(
        report="profitability",
        help="Show what hours and expenses of a period brought, and cost.",
        is_period=True,
    ),
}

_TIMELINE = Instead(
    report="party_timeline",
    flag="--timeline",
    help="Show events instead, the latest first",
    given=("latest",),
)

#: Those that stand in a group of commands, by the group's name and theirs.
GROUPED_REPORTS: Mapping[tuple[str, str], ReportCommand] = {
    ("invoice", "list"): ReportCommand(
        report="documents",
        help="List invoices and credit notes, each with its status.",
        options={"party": "client"},
        fixed={"side": "receivable"},
    ),
    ("bill", "list"): ReportCommand(
        report="documents",
        help="List bills and vendor credits, each with its status.",
        options={"party": "vendor"},
        fixed={"side": "payable"},
    ),
    ("claim", "list"): ReportCommand(
        report="claims",
        help="List expense claims: amount, what a client pays of it, and state.",
        options={"party": "vendor", "everything": "paid_claims_too"},
    ),
    ("order", "list"): ReportCommand(
        report="orders",
        help="List orders to vendors: what came, was billed, and is open.",
        options={
            "party": "vendor",
            "order": "order_alone",
            "everything": "settled_orders_too",
        },
    ),
    ("opportunity", "list"): ReportCommand(
        report="opportunities",
        help="List opportunities, and how often each slipped.",
        options={"party": "client"},
    ),
    ("bank", "in-transit"): ReportCommand(
        report="bank_transit", help="Show money in transit between our own accounts."
    ),
    ("client", "show"): ReportCommand(
        report="party_card",
        help="Show CLIENT on one page: terms, money, relation, and what is under way.",
        instead=(
            Instead(
                report="payment_history",
                flag="--payments",
                help="Show each invoice instead: paid early, late or not yet",
            ),
            Instead(
                report="client_revenue",
                flag="--revenue",
                help="Show revenue by month and income account instead",
            ),
            Instead(
                report="key_players",
                flag="--people",
                help="Show people, who reports to whom, and roles nobody has instead",
            ),
            _TIMELINE,
        ),
        options={"party": "client_named"},
    ),
    ("vendor", "show"): ReportCommand(
        report="party_card",
        help="Show VENDOR on one page: terms, what we owe, and what is under way.",
        instead=(_TIMELINE,),
        options={"party": "vendor_named"},
    ),
    ("plan", "show"): ReportCommand(
        report="plan",
        help="Show CLIENT's account plan: goals and milestones, measured by the books.",
        options={"party": "client_named"},
    ),
    ("playbook", "list"): ReportCommand(
        report="playbooks",
        help="List playbooks: what starts them, their tasks, and how many are open.",
    ),
    ("contract", "list"): ReportCommand(
        report="contracts",
        help="List contracts, the one ending first before the others.",
        options={"everything": "ended_too"},
    ),
    ("survey", "list"): ReportCommand(
        report="surveys",
        help="List survey answers, the latest first.",
        instead=(
            Instead(
                report="satisfaction",
                flag="--nps",
                help="Show NPS and CSAT of all together and of each client instead",
            ),
        ),
    ),
}
