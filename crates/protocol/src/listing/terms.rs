//! The terms a listing is written in: kinds of licence, ways of working, what someone comes for, when and how to meet.
//!
//! Every set is open. A term this version does not know, whether from a newer version or in a therapist's own words, is
//! kept as `Other` and shown as it stands; it never makes a listing unreadable.

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$about])* $variant,)+
            /// A term this version does not know, as it was written.
            Other(String),
        }
        impl $name {
            /// Every term this version knows, in the order a screen offers them.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The term as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }
        impl core::str::FromStr for $name {
            type Err = core::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Ok(Self::from(<String as serde::Deserialize>::deserialize(from)?.as_str()))
            }
        }
    };
}
pub(crate) use terms;

terms! {
    /// What a licence is for.
    LicenceKind {
        /// Doctoral psychologist.
        Psychologist = "psychologist",
        /// Professional counsellor (LPC, LPCC, LMHC and their like).
        Counsellor = "counsellor",
        /// Marriage and family therapist.
        MarriageAndFamily = "marriage-and-family-therapist",
        /// Clinical social worker.
        ClinicalSocialWorker = "clinical-social-worker",
        /// Psychiatrist.
        Psychiatrist = "psychiatrist",
        /// Psychiatric nurse practitioner.
        PsychiatricNurse = "psychiatric-nurse",
        /// Psychotherapist, where that is a title of its own.
        Psychotherapist = "psychotherapist",
        /// Art, music, drama or dance therapist.
        CreativeArtsTherapist = "creative-arts-therapist",
    }
}

terms! {
    /// How far a licence goes.
    Standing {
        /// May practise on her own.
        Licensed = "licensed",
        /// Qualified, and still practising under supervision.
        Associate = "associate",
        /// In training, under supervision.
        Trainee = "trainee",
        /// On a register that the law does not require, where no licence exists.
        VoluntaryRegister = "voluntary-register",
    }
}

terms! {
    /// A way of working.
    WayOfWorking {
        /// Just talking.
        JustTalking = "just-talking",
        /// Eye movement desensitisation and reprocessing.
        Emdr = "emdr",
        /// Internal family systems, parts work.
        Ifs = "ifs",
        /// Somatic work.
        Somatic = "somatic",
        /// Psychodynamic work.
        Psychodynamic = "psychodynamic",
        /// Attachment-based work.
        Attachment = "attachment",
        /// Existential work.
        Existential = "existential",
        /// Gestalt.
        Gestalt = "gestalt",
        /// Acceptance and commitment therapy.
        Act = "act",
        /// Cognitive behavioural therapy.
        Cbt = "cbt",
        /// Compassion-focused therapy.
        Compassion = "compassion",
        /// Mindfulness-based work.
        Mindfulness = "mindfulness",
        /// Narrative therapy.
        Narrative = "narrative",
        /// Brainspotting.
        Brainspotting = "brainspotting",
        /// Art, movement, music.
        ExpressiveArts = "expressive-arts",
    }
}

terms! {
    /// What a clinician may come for.
    Focus {
        /// What stays after other people's trauma.
        VicariousTrauma = "vicarious-trauma",
        /// Burnout.
        Burnout = "burnout",
        /// Loss and grief.
        Loss = "loss",
        /// Parts of her that get little airtime.
        Parts = "parts",
        /// Finding again what made the work worth loving.
        LoveOfTheWork = "love-of-the-work",
        /// The death of a client.
        ClientDeath = "death-of-a-client",
        /// Having to work against what one holds right.
        MoralInjury = "moral-injury",
        /// Never feeling good enough at the work.
        NotGoodEnough = "not-good-enough",
        /// Trauma of her own.
        OwnTrauma = "own-trauma",
        /// A complaint or a board inquiry.
        Complaint = "complaint",
        /// Caring for parents who grow old.
        AgeingParents = "ageing-parents",
        /// Being a parent.
        Parenting = "parenting",
        /// Her partner and her family.
        Relationships = "relationships",
        /// Who she is, and where she belongs.
        Identity = "identity",
        /// The first years in the work.
        EarlyCareer = "early-career",
        /// Stepping back, for a while or for good.
        SteppingBack = "stepping-back",
        /// Illness or pain of her own.
        OwnHealth = "own-health",
    }
}

terms! {
    /// When in her own week a therapist meets people.
    TimeOfWeek {
        /// Before nine.
        EarlyMornings = "early-mornings",
        /// Mornings.
        Mornings = "mornings",
        /// Afternoons.
        Afternoons = "afternoons",
        /// From five on.
        Evenings = "evenings",
        /// Saturdays or Sundays.
        Weekends = "weekends",
    }
}

terms! {
    /// How to meet.
    MeetingFormat {
        /// By video.
        Video = "video",
        /// By phone.
        Phone = "phone",
        /// In one room.
        InPerson = "in-person",
        /// Walking, outdoors.
        Outdoors = "outdoors",
    }
}

terms! {
    /// An agreement between states under which a person licensed in one may practise in another.
    Compact {
        /// The Psychology Interjurisdictional Compact.
        Psypact = "psypact",
        /// The Counseling Compact.
        Counseling = "counseling-compact",
        /// The Social Work Licensure Compact.
        SocialWork = "social-work-compact",
    }
}

impl Compact {
    /// Which licence it is built on, if this version knows.
    #[must_use]
    pub fn licence_kind(&self) -> Option<LicenceKind> {
        match self {
            Self::Psypact => Some(LicenceKind::Psychologist),
            Self::Counseling => Some(LicenceKind::Counsellor),
            Self::SocialWork => Some(LicenceKind::ClinicalSocialWorker),
            Self::Other(_) => None,
        }
    }

    /// Whether an authority under it is granted for named states one by one, rather than for all that take part.
    #[must_use]
    pub fn names_each_state(&self) -> bool {
        !matches!(self, Self::Psypact | Self::SocialWork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_term_survives_its_text() {
        for term in WayOfWorking::KNOWN {
            assert_eq!(&WayOfWorking::from(term.as_str()), term);
        }
        for term in Focus::KNOWN {
            assert_eq!(&Focus::from(term.as_str()), term);
        }
    }

    #[test]
    fn a_term_from_a_newer_version_is_kept_as_written() {
        let way: WayOfWorking = serde_json::from_str(r#""hakomi""#).unwrap();
        assert_eq!(way, WayOfWorking::Other("hakomi".into()));
        assert_eq!(serde_json::to_string(&way).unwrap(), r#""hakomi""#);
    }
}
