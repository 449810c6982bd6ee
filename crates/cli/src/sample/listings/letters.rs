//! The paragraphs that sample therapists' letters are put together from. All of it is made up.
//!
//! A paragraph about a way of working or a concern is only used by someone who lists it, so that no letter says what
//! its listing does not.

use protocol::listing::{Focus, WayOfWorking};

/// How a letter begins.
pub(super) const BEGINNINGS: &[&str] = &[
    "Dear colleague, if you are reading this between two sessions, with one eye on the clock: it can wait until tonight. I \
     will still be here.",
    "I have been a therapist for nineteen years and a client for eleven of them. The second taught me more than the first.",
    "You probably know by now what you would say to someone in your chair. You do not have to say it here.",
    "When I looked for a therapist of my own, I found that I knew everybody, or they knew my supervisor. It took me two \
     years. I began to see colleagues so that it would take someone else less.",
    "Hello. You do not need to be in crisis to write to me. Being tired is enough. So is not knowing.",
    "About half of the people I see do what we do for a living. They tend to apologise in the first hour for taking up \
     space. You may skip that part.",
    "I left agency work after a winter in which I could not cry and could not stop yawning. I know that kind of numb from \
     the inside.",
    "Some of us were holding people long before anyone paid us for it. If that was you, we may have something to talk about.",
    "I am not going to be impressed by your caseload, and I am not going to be worried by your doubts.",
    "This is a small practice with one room, two chairs that do not match, and a kettle. Most weeks four of the people who \
     come are therapists.",
    "You spend your days being the calm one. I would like to meet whoever is there when that is not asked of you.",
    "Writing these is strange, isn't it. I have read a hundred profiles and they all say warm and curious. I hope that I am. \
     You will find out in ten minutes.",
    "If your first thought was that other people need the place more, I have heard that from nearly everyone who sat here.",
];

/// What someone says about a way of working she lists.
pub(super) const WAYS: &[(WayOfWorking, &str)] = &[
    (
        WayOfWorking::Emdr,
        "I work with EMDR, and with colleagues I go slower than the manual. You know the protocol; knowing it does not mean \
         that your nervous system got the memo. We resource first, for as long as it takes.",
    ),
    (
        WayOfWorking::Emdr,
        "Much of what I do is EMDR. With therapists the target is often not one event but an image from somebody else's story \
         that stayed. Those move too.",
    ),
    (
        WayOfWorking::Ifs,
        "In parts language: the manager who runs your practice is welcome here, and so is the one who wants to throw the phone \
         into the lake. They have rarely been in the same room.",
    ),
    (
        WayOfWorking::Ifs,
        "I think in parts. The helper part of a therapist tends to be the youngest one in the room, and nobody has asked her \
         in years how old she is.",
    ),
    (
        WayOfWorking::Somatic,
        "We start with the body, because the words are what you use up all day. Where you hold your breath when a client \
         cries is as good a place as any.",
    ),
    (
        WayOfWorking::Somatic,
        "I am a somatic therapist, which in practice means that we notice your shoulders before we notice your insight. There \
         is no lying down and no touch unless you ask.",
    ),
    (
        WayOfWorking::JustTalking,
        "Mostly we talk. No worksheets, no screen share, nothing to practise before Thursday. After a day of interventions it \
         is a relief to have none done to you.",
    ),
    (
        WayOfWorking::JustTalking,
        "I will not use a technique on you without saying so. You would notice anyway. Often there is no technique: you talk, I \
         listen, and once in a while I say what I see.",
    ),
    (
        WayOfWorking::Psychodynamic,
        "I was trained psychodynamically, and I do not mind being the difficult mother for a while. What happens between us \
         tends to be the quickest way to what happens between you and the people you see.",
    ),
    (
        WayOfWorking::Attachment,
        "I pay attention to who you were to your family before you were a therapist. For many of us it was the same post.",
    ),
    (
        WayOfWorking::Existential,
        "My questions are the plain ones. What is this work for? What would you do with a free year? Who would be \
         disappointed?",
    ),
    (
        WayOfWorking::Act,
        "I use ACT, lightly. You likely teach values work on Tuesdays; here it is your own list that we look at, and what it \
         costs to keep living by someone else's.",
    ),
    (
        WayOfWorking::Compassion,
        "Compassion-focused work with therapists has one joke in it: all that kindness, and none of it addressed to you. We take \
         the joke seriously.",
    ),
    (
        WayOfWorking::ExpressiveArts,
        "There is paper, charcoal and clay in the room, and over video whatever lies on your desk. No one who sees clients all \
         day has to be eloquent with me.",
    ),
    (
        WayOfWorking::Gestalt,
        "As a gestalt therapist I am interested in what you do with your hands while you tell me that it is fine.",
    ),
    (
        WayOfWorking::Narrative,
        "We will look at the story in which you are the strong one: who first told it, whom it serves, and which of your days \
         it leaves out.",
    ),
];

/// What someone says about a concern she lists.
pub(super) const FOCUS: &[(Focus, &str)] = &[
    (
        Focus::VicariousTrauma,
        "If you carry pictures that are not yours, you do not need to describe them to me. We can work with what they do to you \
         without passing them on.",
    ),
    (
        Focus::Burnout,
        "Burnout is rarely about yoga. We will look at the numbers too: how many hours, how many of them heavy, and what would \
         happen if it were four fewer.",
    ),
    (
        Focus::Loss,
        "Some losses have no leave attached: the client who stopped coming, the friendship that went quiet during training, a \
         parent who no longer knows what you do. They count here.",
    ),
    (
        Focus::ClientDeath,
        "I lost a client to suicide in my sixth year. If that has happened to you, you can come without knowing yet what you \
         need, and without going over the notes.",
    ),
    (
        Focus::LoveOfTheWork,
        "Some come only because the work has gone grey. It is a good reason. I like to ask which session you still think of, \
         and why that one.",
    ),
    (
        Focus::Parts,
        "There may be a part of you that gets no airtime between the first client and the last dish. I am glad to wait for it.",
    ),
    (
        Focus::MoralInjury,
        "If you were told to discharge people who were not ready, or to write what was not so, the ache afterwards is not a \
         symptom. We can start there.",
    ),
    (
        Focus::NotGoodEnough,
        "Nearly everyone I see believes that the others know what they are doing. I have met the others.",
    ),
    (
        Focus::Complaint,
        "I see people during complaints and board inquiries. I keep the thinnest notes that the law allows, and I will tell you \
         on the first day what those are.",
    ),
    (
        Focus::AgeingParents,
        "Many of us come home from caring to more caring. Somebody's pills, somebody's forms, the drive on Sunday. That is \
         allowed to be the whole session.",
    ),
    (
        Focus::Parenting,
        "Being patient for a living and then having none left for your own child at six in the evening is more common than you \
         think, and it is not a verdict.",
    ),
    (
        Focus::SteppingBack,
        "Thinking about stepping back, for a month or for good? We can think it through without either of us deciding it in the \
         first ten minutes.",
    ),
    (
        Focus::EarlyCareer,
        "If you are in your first years, you may be seeing more people than anyone should, for less than anyone can live on. I \
         keep two places at a low fee for exactly that.",
    ),
    (
        Focus::OwnTrauma,
        "Old things of your own may stir when someone sits across from you and tells a story with the same furniture. It means \
         that you are in the work, not that you are unfit for it.",
    ),
    (
        Focus::Identity,
        "If you are the only one of your kind where you work, you may be tired of explaining. I will do my own reading.",
    ),
    (
        Focus::OwnHealth,
        "Working while ill, or after it, has its own loneliness. I know the arithmetic of how many sessions a body has in it.",
    ),
    (
        Focus::Relationships,
        "Partners of therapists sometimes say that they get what is left. We can talk about that with nobody being the \
         identified patient.",
    ),
];

/// What a paragraph promises that the listing then has to say too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    Nothing,
    PrivatePay,
    NeverSupervisor,
    Evenings,
    Outdoors,
}

/// How it works in practice.
pub(super) const PRACTICE: &[(Promise, &str)] = &[
    (
        Promise::Nothing,
        "Practical things: fifty minutes, and I start on time because you have somewhere to be. If you need to cancel because a \
     client is in trouble, I understand, and we will also wonder about it.",
    ),
    (
        Promise::Nothing,
        "We can meet every week or every other. Some come four times a year, like a dentist. Say what would be possible, not what \
     would be ideal.",
    ),
    (
        Promise::PrivatePay,
        "I do not take insurance and write no diagnosis for anyone. My notes are a date and a line. If you want to know what that \
     line says, ask.",
    ),
    (
        Promise::Nothing,
        "Our first talk is twenty minutes and costs nothing. If I am not the one, I will say so and try to name somebody who is \
     outside your circles.",
    ),
    (
        Promise::NeverSupervisor,
        "I do not sit on boards, I do not supervise anyone I have seen, and I go to few conferences. If we meet in a supermarket, I \
     will wait for you to say hello.",
    ),
    (
        Promise::Evenings,
        "I keep the hours after six for colleagues, since that is when we can. There is a lamp and no overhead light.",
    ),
    (
        Promise::Outdoors,
        "If you would rather walk, or keep your camera off for the first while, or sit in your parked car: all of these have been \
     good sessions.",
    ),
    (
        Promise::Nothing,
        "I see at most eighteen people a week, because of what I know about myself. It means that there is sometimes a wait, and I \
     will tell you honestly how long.",
    ),
    (
        Promise::Nothing,
        "You will not have to explain what a process note is. You may have to explain why you have not taken a day off since \
     spring.",
    ),
];

/// How a letter ends.
pub(super) const ENDINGS: &[&str] = &[
    "Three lines are enough for a first hello. \"I don't know where to start\" is a fine one.",
    "Write when you like. I read in the morning and answer by hand.",
    "Whatever you decide, I hope that somebody asks you this week how you are and waits for the answer.",
    "You need no story and no reason. A free evening would be useful to know.",
    "If it is not me, let it be someone.",
    "I look forward to meeting the person who looks after everybody.",
    "Take your time. You give enough of it away.",
    "Come as you are after a Thursday.",
];

/// What stands under every letter.
pub(super) const SAMPLE: &str =
    "(A sample listing. The name, the places and the numbers are made up, and no licence was checked.)";
