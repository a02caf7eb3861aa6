//! What somebody might do to a playbook on a bad day, and what the check has to say.

/// One edit that lets some customer down.
pub struct Edit {
    /// What it does: a ceiling it lowers, an entry it widens, an action it removes, a clock it lengthens.
    pub what: &'static str,
    /// What stands in the file, once.
    pub from: &'static str,
    /// What is written in its place.
    pub to: &'static str,
    /// All that is found then, each with the smallest customer it hits.
    pub found: &'static [&'static str],
}

/// The edits of each playbook.
pub const ALL: [(&str, &[Edit]); 7] = [
    ("bank", &BANK),
    ("cafe", &CAFE),
    ("delivery", &DELIVERY),
    ("hotel", &HOTEL),
    ("online-shop", &ONLINE_SHOP),
    ("repair", &REPAIR),
    ("services", &SERVICES),
];

const CAFE: [Edit; 7] = [
    Edit {
        what: "lowers the ceiling of the best",
        from: "when = { tier = \"best\", severity = \"below severe\" }\nceiling = 60.00",
        to: "when = { tier = \"best\", severity = \"below severe\" }\nceiling = 48.00",
        found: &["effort-falls: late-delivery, best, minor"],
    },
    Edit {
        what: "widens what is for severe harm to major harm, which may not cost that much",
        from: "severity = \"severe\" }\nalso.fix = [\"stay-until-safe\"]",
        to: "severity = \"major and up\" }\nalso.fix = [\"stay-until-safe\"]",
        found: &["over-ceiling: allergy, new, major"],
    },
    Edit {
        what: "removes the fresh start, the only choice in many severe cases",
        from: "also.fix    = [\"offer-fresh-start\"]\n",
        to: "",
        found: &[
            "effort-falls: late-delivery, new, severe",
            "no-choice: late-delivery, new, severe",
        ],
    },
    Edit {
        what: "removes all surprises but one from a pick",
        from: "{ one_of = [\"card-for-a-cup\", \"treat-for-company\", \"cake-they-like\"] }",
        to: "{ one_of = [\"card-for-a-cup\"] }",
        found: &["not-a-surprise: wrong-order, new, minor"],
    },
    Edit {
        what: "lengthens the first response in severe cases",
        from: "also.late   = [\"owner-goes-there\"]\nclock.first_response = \"30m\"",
        to: "also.late   = [\"owner-goes-there\"]\nclock.first_response = \"2h\"",
        found: &[
            "ambiguous: handling, new, severe",
            "ambiguous: allergy, new, severe",
            "clock-lengthens: late-delivery, new, severe",
        ],
    },
    Edit {
        what: "keeps the owner's apology for those worth more",
        from: "when = { severity = \"severe\" }\nacknowledge = [\"owner-says-sorry\"]  ",
        to: "when = { severity = \"severe\", tier = \"regular and up\" }\nacknowledge = [\"owner-says-sorry\"]\n[[recovery]]\nwhen = { severity = \"severe\" }\n",
        found: &["floor-differs: late-delivery, new, severe"],
    },
    Edit {
        what: "lets the house sign the apology",
        from: "I am late with this already. Please tell me when it suits you, and I will {{ get_back }} then.\n{% endif %}{% endif %}\n{{ signed }}",
        to: "I am late with this already. Please tell me when it suits you, and I will {{ get_back }} then.\n{% endif %}{% endif %}\nThe Café Team",
        found: &["faceless: late-delivery, new, minor"],
    },
];

const DELIVERY: [Edit; 8] = [
    Edit {
        what: "lowers the ceiling of the household that counts on us",
        from: "when = { tier = \"household\", severity = \"severe\" }\nceiling = 135.00",
        to: "when = { tier = \"household\", severity = \"severe\" }\nceiling = 115.00",
        found: &["effort-falls: allergy, household, severe"],
    },
    Edit {
        what: "widens what comes after an ignored allergy note to cold food",
        from: "when = { complaint = \"allergy\" }",
        to: "when = { complaint = [\"allergy\", \"cold\"] }",
        found: &["ambiguous: cold, regular, minor"],
    },
    Edit {
        what: "removes what is done after an ignored allergy note",
        from: "fix     = [\"note-that-stays\"]\n",
        to: "",
        found: &["gap: allergy, new, minor"],
    },
    Edit {
        what: "widens what is cooked for the regulars to those whose allergy note was ignored",
        from: "\"substitution\", \"unsealed\"], tier = \"regular and up\" }",
        to: "\"substitution\", \"unsealed\", \"allergy\"], tier = \"regular and up\" }",
        found: &["ambiguous: allergy, regular, severe"],
    },
    Edit {
        what: "removes what is left to show after harm when it happens a second time",
        from: "[\"owner-visits\", { one_of = [\"open-file\", \"open-kitchen\"] }]",
        to: "[\"owner-visits\", \"open-file\"]",
        found: &["not-a-surprise: allergy, new, severe"],
    },
    Edit {
        what: "lengthens the recovery of severe cases",
        from: "also.late   = [\"owner-goes-there\"]\nclock.first_response = \"20m\"",
        to: "also.late   = [\"owner-goes-there\"]\nclock.first_response = \"20m\"\nclock.recover = \"2d\"",
        found: &["clock-lengthens: allergy, new, severe"],
    },
    Edit {
        what: "gives the question about safety longer than the first answer may take",
        from: "within = \"10m\"\ntakes = \"5m\"",
        to: "within = \"25m\"\ntakes = \"5m\"",
        found: &["too-late: allergy, new, minor"],
    },
    Edit {
        what: "blames whoever was brought the wrong thing",
        from: "We did not deserve that this time, and that is mine to answer for.\n{% if not_right %}",
        to: "You should have told us again at the door.\n{% if not_right %}",
        found: &["wording: allergy, new, minor"],
    },
];

const HOTEL: [Edit; 6] = [
    Edit {
        what: "lowers the ceiling of whoever comes often",
        from: "when = { tier = \"regular and up\", severity = \"severe\" }\nceiling = 480",
        to: "when = { tier = \"regular and up\", severity = \"severe\" }\nceiling = 440",
        found: &["effort-falls: noise, regular, severe"],
    },
    Edit {
        what: "widens what is for severe cases to major ones, which may not cost that much",
        from: "when = { severity = \"severe\" }",
        to: "when = { severity = \"major and up\" }",
        found: &[
            "effort-falls: noise, first-stay, severe",
            "over-ceiling: smell, first-stay, major",
            "over-ceiling: lost-booking, first-stay, major",
            "over-ceiling: lost-booking, regular, major",
        ],
    },
    Edit {
        what: "removes the repair of broken equipment",
        from: "[[recovery]]\nwhen = { complaint = \"broken-equipment\" }\nfix  = [\"mend-or-swap\", \"something-back\"]\n",
        to: "",
        found: &["gap: broken-equipment, first-stay, minor"],
    },
    Edit {
        what: "lengthens the recovery of severe cases beyond that of the others",
        from: "clock.recover = \"12h\"         # tomorrow is too late for tonight",
        to: "clock.recover = \"36h\"",
        found: &["clock-lengthens: noise, first-stay, severe"],
    },
    Edit {
        what: "lets the taxi take longer than it may",
        from: "within = \"30m\"\ntakes = \"5m\"\ncost = 20.00",
        to: "within = \"30m\"\ntakes = \"45m\"\ncost = 20.00",
        found: &["too-late: transport-late, first-stay, minor"],
    },
    Edit {
        what: "moves the owner's glass from friends of the house to whoever comes often, alone",
        from: "when = { tier = \"friend\" }\nalso.dazzle",
        to: "when = { tier = \"regular\" }\nalso.dazzle",
        found: &[
            "effort-falls: noise, friend, minor",
            "effort-falls: noise, friend, minor",
            "duplicate: noise, regular, minor",
        ],
    },
];

const ONLINE_SHOP: [Edit; 7] = [
    Edit {
        what: "lowers the ceiling of the loyal below what their severe cases cost",
        from: "when = { tier = \"loyal\", severity = \"severe\" }\nceiling = 165.00",
        to: "when = { tier = \"loyal\", severity = \"severe\" }\nceiling = 90.00",
        found: &[
            "effort-falls: late-parcel, loyal, severe",
            "over-ceiling: late-parcel, loyal, severe",
        ],
    },
    Edit {
        what: "widens the surprise of those nobody answered to whoever waits for money",
        from: "when = { complaint = [\"no-answer\", \"account\", \"handling\"] }",
        to: "when = { complaint = [\"no-answer\", \"account\", \"handling\", \"refund-missing\"] }",
        found: &["ambiguous: refund-missing, first-order, minor"],
    },
    Edit {
        what: "removes from the loyal what those who came back get",
        from: "when = { tier = \"loyal\" }\nalso.dazzle = [\n  { one_of = [\"first-of-the-next\", \"made-fit-for-theirs\", \"word-from-the-maker\", \"cake-from-their-town\"] },\n",
        to: "when = { tier = \"loyal\" }\nalso.dazzle = [\n",
        found: &["effort-falls: late-parcel, loyal, minor"],
    },
    Edit {
        what: "removes all surprises but one from a pick",
        from: "{ one_of = [\"small-thing-that-fits\", \"tip-made-for-them\"] }",
        to: "{ one_of = [\"tip-made-for-them\"] }",
        found: &["not-a-surprise: damaged, first-order, minor"],
    },
    Edit {
        what: "lengthens the first response to careless treatment",
        from: "fix  = [\"do-what-they-asked-for\"]\nclock.first_response = \"1h\"",
        to: "fix  = [\"do-what-they-asked-for\"]\nclock.first_response = \"3h\"",
        found: &["ambiguous: handling, first-order, severe"],
    },
    Edit {
        what: "lets the account be locked only after what was seen is told, which waits for it",
        from: "within = \"4h\"\ntakes = \"30m\"",
        to: "within = \"4h\"\ntakes = \"30m\"\nafter = \"say-what-was-seen\"",
        found: &["too-late: account, first-order, minor"],
    },
    Edit {
        what: "over-promises to whoever waits",
        from: "agree with you on a day that suits you.",
        to: "and this will never happen again.",
        found: &["wording: late-parcel, first-order, minor"],
    },
];

const REPAIR: [Edit; 6] = [
    Edit {
        what: "lowers the ceiling of contracts",
        from: "when = { tier = \"account\", severity = \"severe\" }\nceiling = 300.00",
        to: "when = { tier = \"account\", severity = \"severe\" }\nceiling = 230.00",
        found: &["effort-falls: redo, account, severe"],
    },
    Edit {
        what: "widens the surprise of those who were treated rudely to a wrong bill",
        from: "when = { complaint = \"handling\" }\ndazzle",
        to: "when = { complaint = [\"handling\", \"billing\"] }\ndazzle",
        found: &["ambiguous: billing, first-job, minor"],
    },
    Edit {
        what: "removes the options that make a surprise of it",
        from: "{ one_of = [\"how-to-make-it-last\", \"spare-in-a-tin\", \"while-we-are-there\"] }",
        to: "[\"how-to-make-it-last\"]",
        found: &["not-a-surprise: redo, first-job, minor"],
    },
    Edit {
        what: "lengthens the follow-up of those who come back",
        from: "when = { tier = \"returning and up\" }\n",
        to: "when = { tier = \"returning and up\" }\nclock.follow_up = \"5d\"\n",
        found: &["clock-lengthens: redo, returning, minor"],
    },
    Edit {
        what: "lets the finishing take longer than it may",
        from: "within = \"20h\"\ntakes = \"2h\"\ndeed = true\n[action.get-the-part-another-way]",
        to: "within = \"20h\"\ntakes = \"21h\"\ndeed = true\n[action.get-the-part-another-way]",
        found: &["too-late: missed-date, first-job, minor"],
    },
    Edit {
        what: "keeps the owner's apology for contracts",
        from: "\"leave-a-spare-machine\"] }]\n",
        to: "\"leave-a-spare-machine\"] }]\nalso.acknowledge = [\"owner-says-sorry\"]\n",
        found: &["floor-differs: redo, first-job, major"],
    },
];

const SERVICES: [Edit; 6] = [
    Edit {
        what: "lowers the ceiling of a mainstay",
        from: "when = { tier = \"mainstay\", severity = \"below severe\" }\nceiling = 165.00",
        to: "when = { tier = \"mainstay\", severity = \"below severe\" }\nceiling = 140.00",
        found: &["effort-falls: late-visit, mainstay, minor"],
    },
    Edit {
        what: "widens what is for partners to a complaint of their customers",
        from: "\"partner-bypassed\", \"partner-handling\"] }\nacknowledge",
        to: "\"partner-bypassed\", \"partner-handling\", \"handling\"] }\nacknowledge",
        found: &["ambiguous: handling, occasional, minor"],
    },
    Edit {
        what: "removes the word to the partner where it is worth little",
        from: "fix  = [\"come-when-it-suits\", \"tell-the-partner\"]\n",
        to: "fix  = [\"come-when-it-suits\"]\n[[recovery]]\nwhen = { complaint = [\"late-visit\", \"cancelled-visit\"], tier = \"steady and up\" }\nalso.fix = [\"tell-the-partner\"]\n",
        found: &["floor-differs: late-visit, occasional, minor"],
    },
    Edit {
        what: "lengthens the first response in severe cases",
        from: "also.follow_up = [\"owner-asks-too\"]\nclock.first_response = \"50m\"",
        to: "also.follow_up = [\"owner-asks-too\"]\nclock.first_response = \"90m\"",
        found: &[
            "ambiguous: handling, occasional, severe",
            "ambiguous: partner-bypassed, occasional, severe",
            "ambiguous: partner-handling, occasional, severe",
            "clock-lengthens: late-visit, occasional, severe",
        ],
    },
    Edit {
        what: "lets a department sign what the partner is told",
        from: "that I should know before I go on?\n\n{{ signed }}, {{ shop }}",
        to: "that I should know before I go on?\n\nPartner Relations",
        found: &["faceless: late-visit, occasional, minor"],
    },
    Edit {
        what: "lets the word to the partner wait for the follow-up",
        from: "takes = \"10m\"\ndraft = \"word-to-partner\"",
        to: "takes = \"10m\"\nafter = \"ask-whether-right\"\ndraft = \"word-to-partner\"",
        found: &["too-late: late-visit, occasional, minor"],
    },
];

const BANK: [Edit; 4] = [
    Edit {
        what: "lowers the ceiling of the long-standing",
        from: "when = { tier = \"long-standing\", severity = \"below severe\" }\nceiling = 75",
        to: "when = { tier = \"long-standing\", severity = \"below severe\" }\nceiling = 59",
        found: &["effort-falls: payment-trouble, long-standing, minor"],
    },
    Edit {
        what: "widens what is for severe cases to major ones, which may not cost that much",
        from: "when = { severity = \"severe\" }",
        to: "when = { severity = \"major and up\" }",
        found: &[
            "over-ceiling: payment-trouble, not-a-customer, major",
            "over-ceiling: fees, long-standing, major",
        ],
    },
    Edit {
        what: "removes the fresh start",
        from: "also.fix    = [\"offer-fresh-start\"]\n",
        to: "",
        found: &["no-choice: loan-account, not-a-customer, severe"],
    },
    Edit {
        what: "lengthens the recovery of the long-standing",
        from: "when = { tier = \"long-standing\" }\n",
        to: "when = { tier = \"long-standing\" }\nclock.recover = \"3d\"\n",
        found: &["clock-lengthens: payment-trouble, long-standing, minor"],
    },
];
