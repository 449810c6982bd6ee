//! The groups her people fall into. A contact's own labels may propose one; ticking is always hers.

use serde::{Deserialize, Serialize};

/// Where someone belongs in the clinician's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Colleagues.
    Colleagues,
    /// Supervisors and assessors.
    Supervisors,
    /// People from where she works or has worked.
    Workplaces,
    /// People from her training.
    Training,
    /// Family.
    Family,
}

impl Group {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] =
        [Self::Colleagues, Self::Supervisors, Self::Workplaces, Self::Training, Self::Family];

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Colleagues => "colleagues",
            Self::Supervisors => "supervisors",
            Self::Workplaces => "workplaces",
            Self::Training => "training",
            Self::Family => "family",
        }
    }

    /// The group a label in an address book plainly names; anything less plain proposes none.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        let label = label.trim().trim_start_matches('*').trim().to_lowercase();
        match label.as_str() {
            "colleague" | "colleagues" | "coworkers" | "co-workers" | "peers" => Some(Self::Colleagues),
            "supervisor" | "supervisors" | "supervision" => Some(Self::Supervisors),
            "work" | "workplace" | "workplaces" => Some(Self::Workplaces),
            "training" | "school" | "university" | "classmates" => Some(Self::Training),
            "family" | "relatives" => Some(Self::Family),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_proposes_a_group_only_when_it_names_one() {
        assert_eq!(Group::of_label("* Family"), Some(Group::Family));
        assert_eq!(Group::of_label(" Colleagues "), Some(Group::Colleagues));
        for plain in ["myContacts", "Friends", "", "family doctor"] {
            assert_eq!(Group::of_label(plain), None, "{plain}");
        }
    }
}
