//! Who the sample therapists are: what is fixed about each. All of it is made up: surnames and towns that do not exist,
//! numbers that say "SAMPLE".

use protocol::listing::{Compact, Focus, LicenceKind, Standing, WayOfWorking};

/// What is fixed about one sample therapist.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) town: &'static str,
    /// Where she sits, and where else she is licensed.
    pub(super) places: &'static [&'static str],
    pub(super) kind: LicenceKind,
    pub(super) standing: Standing,
    /// An authority under a compact, the states it names, and whether the steward checked it.
    pub(super) authority: Option<(Compact, &'static [&'static str], bool)>,
    pub(super) ways: &'static [WayOfWorking],
    pub(super) focus: &'static [Focus],
    /// In whole units of the currency, and how low it goes.
    pub(super) fee: (u32, Option<u32>),
    pub(super) languages: &'static [&'static str],
}

use Focus::{
    AgeingParents, Burnout, ClientDeath, Complaint, EarlyCareer, Identity, Loss, LoveOfTheWork, MoralInjury,
    NotGoodEnough, OwnHealth, OwnTrauma, Parenting, Parts, Relationships, SteppingBack, VicariousTrauma,
};
use LicenceKind::{
    ClinicalSocialWorker, Counsellor, CreativeArtsTherapist, MarriageAndFamily, Psychiatrist, Psychologist,
    Psychotherapist,
};
use WayOfWorking::{
    Act, Attachment, Cbt, Compassion, Emdr, Existential, ExpressiveArts, Gestalt, Ifs, JustTalking,
    Mindfulness, Narrative, Psychodynamic, Somatic,
};

const PSYPACT: Option<(Compact, &[&str], bool)> = Some((Compact::Psypact, &[], true));
const PSYPACT_SAID: Option<(Compact, &[&str], bool)> = Some((Compact::Psypact, &[], false));

macro_rules! roster {
    ($($name:literal, $town:literal, $places:expr, $kind:expr, $standing:ident, $authority:expr,
       $ways:expr, $focus:expr, $fee:expr, $low:expr, $languages:expr;)+) => {
        &[$(Row {
            name: $name, town: $town, places: &$places, kind: $kind, standing: Standing::$standing,
            authority: $authority, ways: &$ways, focus: &$focus, fee: ($fee, $low), languages: &$languages,
        }),+]
    };
}

/// Everyone, in no order that means anything.
#[rustfmt::skip]
pub(super) const ROSTER: &[Row] = roster![
    "Imani Thornquill", "Alder Creek", ["US-CA"], MarriageAndFamily, Licensed, None, [Emdr, Somatic], [VicariousTrauma, Burnout], 190, Some(110), ["en"];
    "Rosa Larkmoor", "Alder Creek", ["US-CA"], ClinicalSocialWorker, Licensed, None, [Ifs, JustTalking], [Parts, Loss], 160, Some(80), ["en", "es"];
    "Nell Fennimoor", "Port Verity", ["US-CA", "US-OR"], Psychologist, Licensed, None, [Emdr, Ifs], [OwnTrauma, VicariousTrauma], 225, None, ["en"];
    "Yuki Hallowmere", "Port Verity", ["US-CA"], Psychologist, Licensed, None, [Psychodynamic, JustTalking], [NotGoodEnough, Relationships], 240, Some(150), ["en", "ja"];
    "Delia Marchwood", "San Ejemplo", ["US-CA"], MarriageAndFamily, Associate, None, [Somatic, ExpressiveArts], [EarlyCareer, Parenting], 90, Some(50), ["en", "es"];
    "Tamsin Oakhollow", "San Ejemplo", ["US-CA", "US-NY"], ClinicalSocialWorker, Licensed, None, [Emdr, Attachment], [ClientDeath, Loss], 200, Some(120), ["en"];
    "Priya Sandalbrook", "Alder Creek", ["US-CA"], MarriageAndFamily, Licensed, None, [Emdr, Mindfulness], [Burnout, AgeingParents], 180, Some(100), ["en", "hi"];
    "Odette Quillfeather", "Eastwick Falls", ["US-NY"], ClinicalSocialWorker, Licensed, None, [Psychodynamic], [Complaint, NotGoodEnough], 230, None, ["en", "fr"];
    "Miriam Ashlantern", "Eastwick Falls", ["US-NY", "US-MA"], Psychologist, Licensed, None, [JustTalking, Existential], [LoveOfTheWork, SteppingBack], 250, Some(140), ["en"];
    "Concha Willowmere", "Little Harbor", ["US-NY"], Counsellor, Licensed, None, [Ifs, Somatic], [Parts, VicariousTrauma], 175, Some(90), ["en", "es"];
    "Bronwyn Sallowfield", "Little Harbor", ["US-NY"], CreativeArtsTherapist, Licensed, None, [ExpressiveArts], [Loss, LoveOfTheWork], 140, Some(60), ["en"];
    "Adaeze Nightingate", "Eastwick Falls", ["US-NY", "US-CA"], ClinicalSocialWorker, Licensed, None, [Emdr, Somatic], [MoralInjury, Identity], 195, Some(100), ["en"];
    "Joan Cottersby", "Mesa Clara", ["US-AZ"], Psychologist, Licensed, PSYPACT, [Emdr, Act], [VicariousTrauma, Burnout], 185, Some(120), ["en"];
    "Luz Amberfall", "Mesa Clara", ["US-AZ"], Counsellor, Licensed, Some((Compact::Counseling, &["US-MN"], true)), [Ifs, JustTalking], [Parts, Parenting], 140, Some(75), ["en", "es"];
    "Hattie Stonewick", "Dry Fork", ["US-AZ"], Counsellor, Licensed, None, [Somatic], [Burnout, OwnHealth], 130, Some(65), ["en"];
    "Wren Tallgrass", "Dry Fork", ["US-AZ", "US-CO"], Psychologist, Licensed, PSYPACT_SAID, [Psychodynamic, Attachment], [Loss, Relationships], 210, None, ["en"];
    "Greta Lindenholm", "Lake Solveig", ["US-MN"], Psychologist, Licensed, PSYPACT, [JustTalking, Compassion], [NotGoodEnough, Burnout], 180, Some(90), ["en", "de"];
    "Mai Yellowbirch", "Lake Solveig", ["US-MN"], Counsellor, Licensed, Some((Compact::Counseling, &["US-AZ"], false)), [Emdr, Ifs], [VicariousTrauma, Identity], 150, Some(80), ["en", "hmn"];
    "Solveig Harrowgate", "North Prairie", ["US-MN"], MarriageAndFamily, Licensed, None, [Attachment, Somatic], [Relationships, AgeingParents], 155, Some(95), ["en"];
    "Fern Dovetail", "North Prairie", ["US-MN"], ClinicalSocialWorker, Licensed, None, [JustTalking, Act], [MoralInjury, SteppingBack], 140, Some(60), ["en"];
    "Cora Bellweather", "Pecan Bend", ["US-TX"], Psychologist, Licensed, PSYPACT, [Emdr, Somatic], [OwnTrauma, VicariousTrauma], 200, Some(125), ["en"];
    "Marisol Ravenwood", "Pecan Bend", ["US-TX"], Counsellor, Licensed, None, [Ifs, Emdr], [Parts, Burnout], 150, Some(70), ["en", "es"];
    "Etta Brindlemark", "Caliche Springs", ["US-TX"], MarriageAndFamily, Licensed, None, [Narrative, JustTalking], [Loss, LoveOfTheWork], 145, Some(80), ["en"];
    "Ngozi Featherstone-Vale", "Caliche Springs", ["US-TX"], ClinicalSocialWorker, Licensed, None, [Somatic, Mindfulness], [Burnout, OwnHealth], 135, None, ["en"];
    "Winnie Pemberlight", "Pecan Bend", ["US-TX"], Psychologist, Licensed, PSYPACT_SAID, [Cbt, Act], [EarlyCareer, NotGoodEnough], 170, Some(85), ["en", "vi"];
    "Saoirse Mossgrove", "Cedar Sound", ["US-WA"], Psychologist, Licensed, PSYPACT, [Emdr, Ifs], [VicariousTrauma, ClientDeath], 215, Some(130), ["en"];
    "Hana Driftmark", "Cedar Sound", ["US-WA", "US-OR"], Counsellor, Licensed, None, [Somatic, Gestalt], [Burnout, Parts], 160, Some(90), ["en", "ko"];
    "Linnea Rainsbury", "Fogarty Inlet", ["US-WA"], ClinicalSocialWorker, Licensed, Some((Compact::SocialWork, &[], false)), [JustTalking, Compassion], [AgeingParents, Loss], 150, Some(75), ["en"];
    "Ottoline Greywater", "Fogarty Inlet", ["US-WA"], MarriageAndFamily, Associate, None, [Emdr, Attachment], [EarlyCareer, Relationships], 95, Some(45), ["en"];
    "Juniper Hartsease", "Millrace", ["US-OR"], Counsellor, Licensed, None, [Ifs, Somatic], [Parts, Identity], 145, Some(70), ["en"];
    "Beatrix Lowenfield", "Millrace", ["US-OR", "US-WA", "US-CA"], Psychologist, Licensed, None, [Psychodynamic, Existential], [SteppingBack, LoveOfTheWork], 220, None, ["en", "de"];
    "Talia Fernsworth", "Camas Hill", ["US-OR"], ClinicalSocialWorker, Licensed, None, [Emdr, JustTalking], [MoralInjury, VicariousTrauma], 155, Some(85), ["en", "ase"];
    "Marguerite Coldspring", "Silverthread", ["US-CO"], Psychologist, Licensed, PSYPACT, [Somatic, Emdr], [OwnTrauma, Burnout], 205, Some(110), ["en", "fr"];
    "Opal Wintermeadow", "Silverthread", ["US-CO"], Counsellor, Licensed, None, [Gestalt, ExpressiveArts], [Loss, Parenting], 140, Some(70), ["en"];
    "Ines Hollowell", "Aspen Parva", ["US-CO", "US-TX"], MarriageAndFamily, Licensed, None, [Ifs, Attachment], [Relationships, Parts], 165, Some(100), ["en", "pt-BR"];
    "Ruth Candlewick", "Wexcombe", ["US-MA"], Psychiatrist, Licensed, None, [JustTalking, Psychodynamic], [OwnHealth, Complaint], 320, None, ["en"];
    "Abigail Saltmarsh", "Wexcombe", ["US-MA"], ClinicalSocialWorker, Licensed, None, [Emdr, Compassion], [ClientDeath, Burnout], 170, Some(85), ["en"];
    "Safiya Brookhallow", "Old Cranmore", ["US-MA", "US-NY"], Psychologist, Licensed, None, [Ifs, Narrative], [Identity, NotGoodEnough], 210, Some(120), ["en", "ar"];
    "Philippa Dunmarrow", "Nether Applewick", ["GB-ENG"], Psychotherapist, VoluntaryRegister, None, [JustTalking, Existential], [LoveOfTheWork, Loss], 75, Some(45), ["en"];
    "Gwen Ferrisdale", "Nether Applewick", ["GB-ENG"], Psychologist, Licensed, None, [Emdr, Compassion], [VicariousTrauma, Burnout], 110, Some(70), ["en", "cy"];
    "Aoife Tarnbridge", "Ballysample", ["IE"], Psychotherapist, VoluntaryRegister, None, [Somatic, Psychodynamic], [Burnout, Relationships], 80, Some(50), ["en", "ga"];
    "Claire Snowberry", "Havre-Exemple", ["CA-ON"], Psychotherapist, Licensed, None, [Ifs, Emdr], [Parts, MoralInjury], 165, Some(90), ["en", "fr"];
];
