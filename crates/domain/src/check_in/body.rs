//! *Where is it?* The body as regions with a depth each. One table serves both the drawn map and the list beside it, so
//! that whoever reads the list can say exactly what whoever touches the map can.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::OffTheScale;

/// Which outline a region is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Seen from the front: her left is on the viewer's right.
    Front,
    /// Seen from behind: her left is on the viewer's left.
    Back,
}

/// Where a region lies on its outline: an upright ellipse in a box 100 wide and 200 tall, from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Centre, from the left.
    pub x: u8,
    /// Centre, from the top.
    pub y: u8,
    /// Half its width.
    pub half_width: u8,
    /// Half its height.
    pub half_height: u8,
}

macro_rules! regions {
    ($($(#[$doc:meta])* $name:ident $key:literal $side:ident ($x:literal, $y:literal, $w:literal, $h:literal);)*) => {
        /// A region of the body. Left and right are hers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Region {
            $($(#[$doc])* $name,)*
        }

        impl Region {
            /// All regions, in the order of the list: front from the top, then back from the top.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The key its words are filed under, also its stored form.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// The outline it is drawn on.
            #[must_use]
            pub const fn side(self) -> Side {
                match self { $(Self::$name => Side::$side,)* }
            }

            /// Where on that outline.
            #[must_use]
            pub const fn spot(self) -> Spot {
                match self { $(Self::$name => Spot { x: $x, y: $y, half_width: $w, half_height: $h },)* }
            }
        }
    };
}

regions! {
    /// Forehead.
    Forehead "forehead" Front (50, 8, 8, 4);
    /// Eyes.
    Eyes "eyes" Front (50, 15, 9, 3);
    /// Jaw.
    Jaw "jaw" Front (50, 22, 7, 4);
    /// Throat.
    Throat "throat" Front (50, 30, 5, 4);
    /// Left shoulder.
    LeftShoulder "left-shoulder" Front (73, 40, 8, 6);
    /// Right shoulder.
    RightShoulder "right-shoulder" Front (27, 40, 8, 6);
    /// Chest.
    Chest "chest" Front (50, 46, 14, 10);
    /// Stomach.
    Stomach "stomach" Front (50, 64, 13, 8);
    /// Belly.
    Belly "belly" Front (50, 80, 13, 8);
    /// Pelvis.
    Pelvis "pelvis" Front (50, 95, 14, 7);
    /// Left arm.
    LeftArm "left-arm" Front (78, 65, 6, 18);
    /// Right arm.
    RightArm "right-arm" Front (22, 65, 6, 18);
    /// Left hand.
    LeftHand "left-hand" Front (82, 92, 6, 9);
    /// Right hand.
    RightHand "right-hand" Front (18, 92, 6, 9);
    /// Left thigh.
    LeftThigh "left-thigh" Front (59, 121, 8, 18);
    /// Right thigh.
    RightThigh "right-thigh" Front (41, 121, 8, 18);
    /// Left lower leg.
    LeftLeg "left-leg" Front (59, 158, 7, 18);
    /// Right lower leg.
    RightLeg "right-leg" Front (41, 158, 7, 18);
    /// Left foot.
    LeftFoot "left-foot" Front (61, 185, 8, 8);
    /// Right foot.
    RightFoot "right-foot" Front (39, 185, 8, 8);
    /// Back of the head.
    BackOfHead "back-of-head" Back (50, 13, 9, 11);
    /// Neck.
    Neck "neck" Back (50, 29, 6, 5);
    /// Left shoulder blade.
    LeftShoulderBlade "left-shoulder-blade" Back (37, 46, 9, 11);
    /// Right shoulder blade.
    RightShoulderBlade "right-shoulder-blade" Back (63, 46, 9, 11);
    /// Between the shoulder blades.
    BetweenShoulderBlades "between-shoulder-blades" Back (50, 46, 4, 11);
    /// Middle of the back.
    MiddleBack "middle-back" Back (50, 65, 14, 7);
    /// Lower back.
    LowerBack "lower-back" Back (50, 81, 14, 8);
    /// Seat.
    Seat "seat" Back (50, 98, 15, 8);
    /// Back of the left leg.
    BackOfLeftLeg "back-of-left-leg" Back (41, 140, 8, 33);
    /// Back of the right leg.
    BackOfRightLeg "back-of-right-leg" Back (59, 140, 8, 33);
}

/// How deep it sits, one to four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// 1: just there.
    Faint = 1,
    /// 2: clearly there.
    Clear,
    /// 3: strong.
    Strong,
    /// 4: fills it.
    Deep,
}

impl Depth {
    /// All four, faintest first.
    pub const ALL: [Self; 4] = [Self::Faint, Self::Clear, Self::Strong, Self::Deep];

    /// The depth with this number, 1 to 4.
    pub fn new(number: u8) -> Result<Self, OffTheScale> {
        let found = Self::ALL.into_iter().find(|depth| depth.number() == number);
        found.ok_or(OffTheScale { value: number, highest: 4 })
    }

    /// Its number, 1 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Faint => "faint",
            Self::Clear => "clear",
            Self::Strong => "strong",
            Self::Deep => "deep",
        }
    }

    fn deeper(self) -> Option<Self> {
        Self::ALL.get(usize::from(self.number())).copied()
    }
}

impl TryFrom<u8> for Depth {
    type Error = OffTheScale;
    fn try_from(number: u8) -> Result<Self, OffTheScale> {
        Self::new(number)
    }
}

impl From<Depth> for u8 {
    fn from(depth: Depth) -> Self {
        depth.number()
    }
}

/// The places she touched, each with its depth.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BodyMap(BTreeMap<Region, Depth>);

impl BodyMap {
    /// One touch: a little deeper each time, and after the deepest nothing there again.
    pub fn touch(&mut self, region: Region) {
        let deeper = self.depth(region).map_or(Some(Depth::Faint), Depth::deeper);
        self.set(region, deeper);
    }

    /// Sets a depth at once, as the list does; `None` takes the region off.
    pub fn set(&mut self, region: Region, depth: Option<Depth>) {
        match depth {
            Some(depth) => self.0.insert(region, depth),
            None => self.0.remove(&region),
        };
    }

    /// How deep it sits there, if it does.
    #[must_use]
    pub fn depth(&self, region: Region) -> Option<Depth> {
        self.0.get(&region).copied()
    }

    /// Each region touched with its depth, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (Region, Depth)> + '_ {
        self.0.iter().map(|(region, depth)| (*region, *depth))
    }

    /// Whether no region is touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Region, Depth)> for BodyMap {
    fn from_iter<I: IntoIterator<Item = (Region, Depth)>>(touched: I) -> Self {
        Self(touched.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_are_what_is_stored() {
        let mut keys = std::collections::BTreeSet::new();
        for region in Region::ALL {
            assert!(keys.insert(region.key()), "{region:?}");
            assert_eq!(serde_json::to_value(region).unwrap(), region.key());
        }
    }

    #[test]
    fn regions_stay_in_the_box_and_do_not_cover_one_another() {
        for (n, a) in Region::ALL.iter().enumerate() {
            let spot = a.spot();
            assert!(spot.half_width <= spot.x && spot.x + spot.half_width <= 100, "{a:?}");
            assert!(spot.half_height <= spot.y && spot.y + spot.half_height <= 200, "{a:?}");
            for b in &Region::ALL[n + 1..] {
                let other = b.spot();
                let beside = spot.x.abs_diff(other.x) >= spot.half_width + other.half_width;
                let above = spot.y.abs_diff(other.y) >= spot.half_height + other.half_height;
                assert!(a.side() != b.side() || beside || above, "{a:?} covers {b:?}");
            }
        }
    }

    #[test]
    fn left_and_right_are_mirrored() {
        for left in Region::ALL.iter().filter(|region| region.key().contains("left")) {
            let right = Region::ALL.iter().find(|r| r.key() == left.key().replace("left", "right")).unwrap();
            let (l, r) = (left.spot(), right.spot());
            assert_eq!((l.x + r.x, l.y, l.half_width), (100, r.y, r.half_width), "{left:?}");
            assert_eq!(l.x > r.x, left.side() == Side::Front, "{left:?} is on her own left");
        }
    }

    #[test]
    fn five_touches_come_round_to_nothing() {
        let mut map = BodyMap::default();
        let mut seen = Vec::new();
        for _ in 0..5 {
            map.touch(Region::Chest);
            seen.push(map.depth(Region::Chest).map(Depth::number));
        }
        assert_eq!(seen, [Some(1), Some(2), Some(3), Some(4), None]);
        assert!(map.is_empty());
    }

    #[test]
    fn what_is_not_a_depth_or_a_region_is_refused_when_read() {
        assert!(serde_json::from_str::<BodyMap>(r#"{"chest":"deep"}"#).is_ok());
        for bad in [r#"{"chest":0}"#, r#"{"chest":"bottomless"}"#, r#"{"soul":"deep"}"#] {
            assert!(serde_json::from_str::<BodyMap>(bad).is_err(), "{bad}");
        }
    }
}
