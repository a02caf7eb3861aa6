//! What people complained about in the throw-away shops of `amends demo`, and what happened then: made up, every word.

/// A shop to try things in.
pub(super) struct DemoShop {
    /// The trade, which is the name of its playbook.
    pub(super) trade: &'static str,
    /// What the shop is called.
    pub(super) name: &'static str,
    /// What its customers said, each with the complaint type.
    pub(super) stories: [DemoStory; 8],
}

/// What a customer said.
pub(super) struct DemoStory {
    /// The id of the complaint type.
    pub(super) complaint: &'static str,
    /// Their words.
    pub(super) words: &'static str,
}

const fn story(complaint: &'static str, words: &'static str) -> DemoStory {
    DemoStory { complaint, words }
}

/// One for each trade that the program has a playbook for.
pub(super) const SHOPS: [DemoShop; 6] = [
    DemoShop {
        trade: "cafe",
        name: "The Corner Café",
        stories: [
            story(
                "late-delivery",
                "The cake came at nine. The guests had gone.",
            ),
            story("poor-food", "The soup was cold, for the second time."),
            story(
                "lost-order",
                "I waited two hours. Nothing came, and nobody rang.",
            ),
            story(
                "billing",
                "There are two coffees on my bill that I never had.",
            ),
            story("sold-out", "I came across town for that cake."),
            story("handling", "The young man rolled his eyes at me."),
            story("dirty", "The table was sticky, and so was the menu."),
            story(
                "slow-service",
                "We have been sitting here for forty minutes.",
            ),
        ],
    },
    DemoShop {
        trade: "delivery",
        name: "Pots and Wheels",
        stories: [
            story("late", "Dinner came at ten. The children were asleep."),
            story("cold", "All of it was cold, even the soup."),
            story("wrong-door", "It went to number 12. I live at 21."),
            story("charge", "You have taken the money twice."),
            story("missing", "The rice was not in the bag."),
            story("at-the-door", "He threw the bag down and drove off."),
            story("unsealed", "The box was open when it came."),
            story("substitution", "I ordered lamb and got chicken."),
        ],
    },
    DemoShop {
        trade: "hotel",
        name: "Hotel Costa",
        stories: [
            story("noise", "They danced above my bed until four."),
            story(
                "no-hot-water",
                "I have had three cold showers in three days.",
            ),
            story(
                "lost-booking",
                "You had no room for us, at midnight, with a child.",
            ),
            story(
                "billing",
                "There is a minibar on the bill. I have no minibar.",
            ),
            story("room-not-ready", "We sat in the lobby until five."),
            story("handling", "He went on typing while I was crying."),
            story("breakfast", "At nine there was no bread left."),
            story("internet-down", "I had to send my work from a car park."),
        ],
    },
    DemoShop {
        trade: "online-shop",
        name: "Blue Parcel",
        stories: [
            story(
                "late-parcel",
                "It was a birthday present. The birthday was on Monday.",
            ),
            story("damaged", "Three of the six glasses are in pieces."),
            story("lost-parcel", "It says delivered. I have seen nothing."),
            story("wrong-charge", "You have taken 20 more than the page said."),
            story("wrong-item", "I ordered the blue one."),
            story("no-answer", "This is my fourth message."),
            story("does-not-fit", "Size 40 is no size 40."),
            story(
                "discount-code",
                "Your code does not work, and today is the last day.",
            ),
        ],
    },
    DemoShop {
        trade: "repair",
        name: "Reed Repairs",
        stories: [
            story("redo", "It worked for a day. Now it is worse than before."),
            story("missed-date", "You said Friday. It is Tuesday."),
            story("damage", "There is a scratch that was not there."),
            story("billing", "The bill is half again what you had told me."),
            story(
                "no-word",
                "I have had to ring three times to hear anything.",
            ),
            story("handling", "I was told that I had broken it myself."),
            story("part-delayed", "Six weeks for one part?"),
            story("late-visit", "I took the morning off. Nobody came."),
        ],
    },
    DemoShop {
        trade: "services",
        name: "Fox and Daughters",
        stories: [
            story("late-visit", "I waited from eight to one."),
            story("poor-work", "It drips again, in the same place."),
            story("damage", "There is a hole in the wall behind the pipe."),
            story("extra-charge", "He wanted 40 in cash at the door."),
            story("mix-up", "He came for a boiler. We have none."),
            story("handling", "He said that women do not understand pipes."),
            story(
                "back-and-forth",
                "You send me to them, and they send me to you.",
            ),
            story(
                "cancelled-visit",
                "You rang at nine to say that nobody comes at ten.",
            ),
        ],
    },
];

/// Something that happened.
pub(super) struct DemoScene {
    /// How long ago, in minutes.
    pub(super) ago: i64,
    /// What.
    pub(super) act: DemoAct,
}

/// What happens.
pub(super) enum DemoAct {
    /// A complaint comes in.
    Complaint {
        /// Whose, and how to reach them.
        customer: [&'static str; 2],
        /// Which story of the shop.
        story: usize,
        /// How well we know them: 0 for a new face, then up.
        tier: usize,
        /// How much it hurt.
        severity: &'static str,
    },
    /// Somebody says sorry.
    Sorry(u64),
    /// Somebody puts it right, and the surprise is still open.
    Repair(u64),
    /// Everything is done that is not asked for later.
    Everything(u64),
    /// A command, word by word.
    Typed(&'static [&'static str]),
}

use DemoAct::{Complaint, Everything, Repair, Sorry, Typed};

const HOUR: i64 = 60;

const ADA: [&str; 2] = ["Ada Okafor", "020 7946 0100"];

const fn at(ago: i64, act: DemoAct) -> DemoScene {
    DemoScene { ago, act }
}

const fn told(
    customer: [&'static str; 2],
    story: usize,
    tier: usize,
    severity: &'static str,
) -> DemoAct {
    Complaint {
        customer,
        story,
        tier,
        severity,
    }
}

/// A fortnight, the earliest first; it leaves cases in every state.
pub(super) const FORTNIGHT: [DemoScene; 43] = [
    at(312 * HOUR, told(ADA, 0, 1, "major")),
    at(311 * HOUR, Sorry(1)),
    at(306 * HOUR, Everything(1)),
    at(280 * HOUR, Typed(&["done", "1", "--right", "yes"])),
    at(
        279 * HOUR,
        Typed(&[
            "close",
            "1",
            "--outcome",
            "won-back",
            "--cause",
            "process",
            "--lesson",
            "One of us looks at the list at noon",
        ]),
    ),
    at(
        264 * HOUR,
        told(["Ben Sato", "ben@example.org"], 1, 0, "minor"),
    ),
    at(262 * HOUR, Everything(2)),
    at(236 * HOUR, Typed(&["done", "2", "--right", "yes"])),
    at(
        235 * HOUR,
        Typed(&[
            "close",
            "2",
            "--outcome",
            "satisfied",
            "--cause",
            "training",
        ]),
    ),
    at(
        216 * HOUR,
        told(["Kim Vale", "020 7946 0110"], 2, 2, "severe"),
    ),
    at(215 * HOUR, Sorry(3)),
    at(
        214 * HOUR,
        Typed(&[
            "promise",
            "3",
            "A call from the owner herself",
            "--by",
            "in 4h",
        ]),
    ),
    at(
        200 * HOUR,
        Typed(&["contact", "3", "--words", "Nobody rang me."]),
    ),
    at(
        190 * HOUR,
        Typed(&[
            "close",
            "3",
            "--outcome",
            "lost",
            "--cause",
            "process",
            "--why",
            "Nobody rang her when we had said so",
        ]),
    ),
    at(
        144 * HOUR,
        told(["Dora Klein", "dora@example.org"], 3, 1, "minor"),
    ),
    at(143 * HOUR, Everything(4)),
    at(118 * HOUR, Typed(&["done", "4", "--right", "yes"])),
    at(
        117 * HOUR,
        Typed(&["close", "4", "--outcome", "satisfied", "--cause", "process"]),
    ),
    at(
        50 * HOUR,
        told(["Cem Aydin", "cem@example.org"], 4, 0, "major"),
    ),
    at(50 * HOUR - 20, Repair(5)),
    at(
        48 * HOUR,
        Typed(&[
            "pause",
            "5",
            "--until",
            "in 96h",
            "--asked-by",
            "customer",
            "--why",
            "He is away and asks us to wait until he is back",
        ]),
    ),
    at(
        30 * HOUR,
        told(["Ken Oyelaran", "020 7946 0120"], 5, 1, "major"),
    ),
    at(29 * HOUR, Sorry(6)),
    at(
        26 * HOUR,
        told(["Maria Papadopoulos", "maria@example.org"], 6, 2, "minor"),
    ),
    at(25 * HOUR, Sorry(7)),
    at(
        18 * HOUR + 20,
        told(["Tom Bell", "020 7946 0130"], 7, 1, "minor"),
    ),
    at(18 * HOUR, Repair(8)),
    at(10 * HOUR, Everything(7)),
    at(9 * HOUR, told(ADA, 1, 1, "major")),
    at(8 * HOUR + 50, Sorry(9)),
    at(
        8 * HOUR,
        Typed(&["promise", "9", "It is at your door today", "--by", "in 5h"]),
    ),
    at(
        2 * HOUR,
        Typed(&["contact", "9", "--words", "Still nothing here."]),
    ),
    at(HOUR + 50, Sorry(9)),
    at(
        HOUR + 30,
        told(["Lena Fox", "020 7946 0140"], 0, 2, "severe"),
    ),
    at(HOUR + 20, Sorry(10)),
    at(
        HOUR + 15,
        Typed(&[
            "promise",
            "10",
            "I bring you a new one myself",
            "--by",
            "in 4h",
        ]),
    ),
    at(HOUR + 10, Repair(10)),
    at(
        HOUR + 5,
        Typed(&["note", "10", "Likes lemon, cannot have nuts"]),
    ),
    at(
        HOUR,
        Typed(&["contact", "9", "--words", "Is anybody there?"]),
    ),
    at(50, Typed(&["assign", "9", "Rosa Marin"])),
    at(
        45,
        Typed(&["contact", "6", "--words", "Has he been spoken to?"]),
    ),
    at(10, told(["Jo Lindqvist", "jo@example.org"], 3, 0, "minor")),
    at(5, Typed(&["note", "11", "Rings back from work at six"])),
];
