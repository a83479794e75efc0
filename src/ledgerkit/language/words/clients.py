"""Words for client relations: people, activities, plans, pipeline and targets."""

from __future__ import annotations

from ledgerkit.language.word import CustomType, Holds, IdPlace, Key, On, key

_CONTACT = (On.CONTACT,)
_TASK = (On.TASK,)
_CASE = (On.CASE,)
_SURVEY = (On.SURVEY,)
_PLAN = (On.PLAN,)
_MILESTONE = (On.MILESTONE,)
_OPPORTUNITY = (On.OPPORTUNITY,)
_CONTRACT = (On.CONTRACT,)
_PEOPLE = (On.MANAGER, On.CONTACT)
_OF_A_CLIENT = (
    On.CONTACT,
    On.TASK,
    On.CASE,
    On.PLAN,
    On.OPPORTUNITY,
    On.CONTRACT,
    On.PROJECT,
)
_MANAGED = (
    On.ACTIVITY,
    On.TASK,
    On.CASE,
    On.PLAN,
    On.OPPORTUNITY,
    On.CONTRACT,
    On.PROJECT,
    On.PLAYBOOK,
)
_WITH_STATUS = (On.TASK, On.CASE, On.PLAN, On.MILESTONE, On.CONTRACT)

CLIENT_KEYS: tuple[Key, ...] = (
    key(
        "client",
        _OF_A_CLIENT,
        "Id of the client that this is about; a contact may have several, divided by"
        " commas.",
        of=(On.CLIENT,),
    ),
    key(
        "manager", _MANAGED, "Id of the manager who did it, or is to.", of=(On.MANAGER,)
    ),
    key("team", (On.MANAGER,), "Team that the manager belongs to."),
    key("reports-to", _PEOPLE, "Id of the person above.", of=_PEOPLE),
    key("email", _PEOPLE, "E-mail address."),
    key("email-work", _CONTACT, "E-mail address at work."),
    key("tel", _PEOPLE, "Telephone number."),
    key("tel-work", _CONTACT, "Telephone number at work."),
    key("tel-cell", _CONTACT, "Mobile telephone number."),
    key("title", _CONTACT, "Job title, e.g. Chief Operating Officer."),
    key(
        "role",
        _CONTACT,
        "Part played towards us: executive-sponsor, decision-maker, champion,"
        " influencer, blocker, user or billing.",
    ),
    key(
        "sentiment",
        (On.CONTACT, On.ACTIVITY),
        "Attitude towards us: a contact advocate, supporter, neutral, critic or"
        " hostile; an activity positive, neutral or negative.",
    ),
    key("lang", _CONTACT, "Language, as an ISO 639 code."),
    key("bday", _CONTACT, "Birthday.", Holds.DATE),
    key("consent", _CONTACT, "Consent that the person gave, and when."),
    key("left", _CONTACT, "Day on which the person left the client.", Holds.DATE),
    key(
        "contact",
        (On.ACTIVITY, On.CASE, On.SURVEY),
        "Id of the contact who spoke.",
        of=_CONTACT,
    ),
    key("outcome", (On.ACTIVITY,), "Outcome, in a sentence."),
    key(
        "opportunity",
        (On.ACTIVITY,),
        "Id of the opportunity that it was about.",
        of=_OPPORTUNITY,
    ),
    key("case", (On.ACTIVITY,), "Id of the case that it was about.", of=_CASE),
    key("duration", (On.ACTIVITY,), "Duration in ISO 8601, e.g. PT45M."),
    key("due", (On.TASK, On.MILESTONE), "Day by which it is to be done.", Holds.DATE),
    key(
        "status",
        _WITH_STATUS,
        "Status: of a task or milestone needs-action, in-process, completed"
        " or cancelled; of a case open, pending, resolved or closed; of a plan draft,"
        " active or closed; of a contract active or cancelled.",
    ),
    key(
        "priority",
        (On.TASK, On.CASE),
        "Urgency: 1 is highest, 9 lowest, 0 none.",
        Holds.NUMBER,
    ),
    key("percent-complete", _TASK, "Share that is done, in percent.", Holds.NUMBER),
    key("completed", (On.TASK, On.MILESTONE), "Day on which it was done.", Holds.DATE),
    key(
        "repeat",
        _TASK,
        "Rhythm in which it comes back: monthly, every 2 weeks, P30D or an RRULE.",
    ),
    key(
        "related-to",
        _TASK,
        "Id of the task, case, plan or opportunity it is for.",
        of=(On.TASK, On.CASE, On.PLAN, On.OPPORTUNITY),
    ),
    key(
        "starts",
        (On.PLAYBOOK,),
        "Start of the playbook: new-client, or a stage that an opportunity reaches.",
    ),
    key(
        "tasks",
        (On.PLAYBOOK,),
        'Tasks, each with its term: "Welcome call: P2D; First review: P3M".',
    ),
    key("kind", _CASE, "Kind: dispute, complaint or request."),
    key("invoice", _CASE, "Number of the invoice that is disputed."),
    key("disputed", _CASE, "Amount that is disputed.", Holds.AMOUNT),
    key("resolution", _CASE, "Outcome of the case."),
    key("comment", _SURVEY, "Remark made with the answer."),
    key("scale", _SURVEY, "Highest possible answer.", Holds.NUMBER),
    key("from", (On.PLAN, On.CONTRACT), "First day that it is for.", Holds.DATE),
    key("until", (On.PLAN, On.CONTRACT), "Last day that it is for.", Holds.DATE),
    key("client-goal", _PLAN, "Goal of the client."),
    key("our-goal", _PLAN, "Goal of our own."),
    key("strengths", _PLAN, "Strengths that help us with this client."),
    key("weaknesses", _PLAN, "Weaknesses that hinder us."),
    key("opportunities", _PLAN, "Business that could be won."),
    key("threats", _PLAN, "Business that could be lost."),
    key("plan", _MILESTONE, "Id of the plan that it belongs to.", of=_PLAN),
    key("benefits", _MILESTONE, "Beneficiary: client, us or both."),
    key(
        "measure",
        _MILESTONE,
        "Measure of progress: revenue, margin, dso or activities by the books; else"
        " manual.",
    ),
    key("account", _MILESTONE, "Only revenue on this account.", Holds.ACCOUNT),
    key("target", _MILESTONE, "Target to reach: an amount or a number."),
    key("start", _MILESTONE, "Day from which it is measured.", Holds.DATE),
    key("kind", _OPPORTUNITY, "Kind: new, renewal, upsell or cross-sell."),
    key("stage", _OPPORTUNITY, "Stage reached; see the setting `stages`."),
    key(
        "probability",
        _OPPORTUNITY,
        "Probability from 0 to 1 (default: the stage's own).",
        Holds.NUMBER,
    ),
    key(
        "amount",
        (On.OPPORTUNITY, On.CONTRACT),
        "Amount that it is worth.",
        Holds.AMOUNT,
    ),
    key("close-date", _OPPORTUNITY, "Expected date of the decision.", Holds.DATE),
    key("competitor", _OPPORTUNITY, "Competitor for the deal."),
    key("loss-reason", _OPPORTUNITY, "Reason for the loss."),
    key(
        "period",
        _CONTRACT,
        "Period of the amount: monthly, quarterly, yearly or once.",
    ),
    key("notice", _CONTRACT, "Notice to be given before the end, e.g. P60D or P3M."),
    key(
        "auto-renew",
        _CONTRACT,
        "Whether it goes on if nobody gives notice.",
        Holds.FLAG,
    ),
    key("lei", (On.CLIENT,), "Legal entity identifier."),
    key("url", (On.CLIENT,), "Address of the web site."),
    key("industry", (On.CLIENT,), "Line of business."),
    key("source", (On.CLIENT,), "Origin of the relation."),
    key("competitors", (On.CLIENT,), "Competitors that serve it too."),
    key(
        "wallet",
        (On.CLIENT,),
        "Yearly spending on our kind of work, with anybody.",
        Holds.AMOUNT,
    ),
)

CLIENT_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="manager",
        values='ID NAME, e.g. "gverdi" "Giulia Verdi"',
        ids=(IdPlace(0, On.MANAGER),),
        meaning="Declares who looks after clients; a later one amends the record.",
    ),
    CustomType(
        name="contact",
        values='ID NAME, e.g. "abianchi" "Anna Bianchi"',
        ids=(IdPlace(0, On.CONTACT),),
        meaning="Declares a person at a client; a later one amends the record.",
    ),
    CustomType(
        name="activity",
        values='CLIENT KIND SUMMARY, e.g. "rossi" "call" "Asked about answer times"',
        ids=(IdPlace(0, On.CLIENT),),
        meaning="Notes what passed: a call, meeting, email, visit or review.",
    ),
    CustomType(
        name="task",
        values='ID SUMMARY, e.g. "t-31" "Send the recovery plan"',
        ids=(IdPlace(0, On.TASK),),
        meaning="Says what is to be done; a later one amends it.",
    ),
    CustomType(
        name="case",
        values='ID SUBJECT, e.g. "case-7" "Answers too slow"',
        ids=(IdPlace(0, On.CASE),),
        meaning="Opens a dispute, complaint or request; a later one amends it.",
    ),
    CustomType(
        name="survey",
        values='CLIENT INSTRUMENT NUMBER, e.g. "rossi" "nps" 9',
        ids=(IdPlace(0, On.CLIENT),),
        meaning="Notes how satisfied a client says it is: nps, csat or satisfaction.",
    ),
    CustomType(
        name="plan",
        values='ID TITLE, e.g. "rossi-2026" "Rossi 2026: fewer stops"',
        ids=(IdPlace(0, On.PLAN),),
        meaning="Begins an account plan; a later one amends it.",
    ),
    CustomType(
        name="milestone",
        values='ID TITLE, e.g. "m-1" "Support revenue"',
        ids=(IdPlace(0, On.MILESTONE),),
        meaning="Adds a milestone to a plan; a later one amends it.",
    ),
    CustomType(
        name="opportunity",
        values='ID NAME, e.g. "opp-12" "Support renewal"',
        ids=(IdPlace(0, On.OPPORTUNITY),),
        meaning="Notes what may be sold; a later one moves it on.",
    ),
    CustomType(
        name="contract",
        values='ID NAME, e.g. "ctr-4" "Support 2026"',
        ids=(IdPlace(0, On.CONTRACT),),
        meaning="Notes what was agreed and until when; a later one amends it.",
    ),
    CustomType(
        name="playbook",
        values='ID NAME, e.g. "welcome" "A new client"',
        ids=(IdPlace(0, On.PLAYBOOK),),
        meaning="Says which tasks a new client or a stage starts; a later one amends"
        " it.",
    ),
    CustomType(
        name="target",
        values='SCOPE ID MEASURE INTERVAL HOW-MUCH, e.g. "manager" "gverdi" "revenue"'
        ' "quarterly" 5000 EUR; for the "company" without an id',
        ids=(
            IdPlace(1, On.CLIENT, after="client"),
            IdPlace(1, On.MANAGER, after="manager"),
        ),
        meaning="Sets what is to be reached in each interval, until the next one.",
    ),
)
