//! What the looking-back bench measures in WebAssembly: ten years of daily check-ins, weeks and practices looked back on
//! from the start, and again after one more entry. Plain exports, so that nothing but our code is timed.

use std::cell::RefCell;

use domain::caseload::week::WeekCounts;
use domain::check_in::{Answer, CameHome, Carried, CheckIn, Chip, Sign, Step};
use domain::looking_back::made_up::{Noise, autoregressive};
use domain::looking_back::{Diary, Released, Signal, Span, look_back};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use protocol::Timestamp;

const DAYS: i64 = 3_652;

#[derive(Default)]
struct Kept {
    check_ins: Vec<CheckIn>,
    weeks: Vec<WeekCounts>,
    releases: Vec<Released>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

fn day(n: i64) -> Date {
    date(2016, 1, 4) + n.days()
}

fn check_in(n: i64, value: f64, noise: &mut Noise) -> CheckIn {
    let step = Step::ALL[(3.5 + 1.2 * value).round().clamp(1.0, 7.0) as usize - 1];
    let chips = Sign::ALL.into_iter().filter(|_| noise.even() < 0.15).take(CameHome::LIMIT).map(Chip::Sign);
    let chips: Vec<Chip> = chips.collect();
    CheckIn {
        at: Timestamp(86_400_000 * n as u64),
        day: day(n),
        carrying: Answer::Given(if noise.even() < 0.05 { Carried::CantTell } else { Carried::Step(step) }),
        came_home: CameHome::of(chips).map_or(Answer::Skipped, Answer::Given),
        body: Answer::NotAsked,
        set_down: Answer::NotAsked,
    }
}

/// Makes the ten years; says how many check-ins they hold.
#[expect(unsafe_code, reason = "the name is this module's only export of that name")]
#[unsafe(no_mangle)]
pub extern "C" fn looking_back_make(seed: u32) -> u32 {
    let mut noise = Noise::new(u64::from(seed));
    let values = autoregressive(&mut noise, 0.5, DAYS as usize);
    let check_ins = (0..).zip(values).map(|(n, value)| check_in(n, value, &mut noise)).collect();
    let weeks = (0..DAYS / 7)
        .map(|week| WeekCounts::by_hand(day(7 * week), (22.0 + 3.0 * noise.normal()).max(0.0) as u32))
        .collect();
    let releases = (0..DAYS)
        .step_by(3)
        .map(|n| Released { day: day(n), before: Some(6), after: Some((4.5 + noise.normal()) as u8) })
        .collect();
    KEPT.set(Kept { check_ins, weeks, releases });
    DAYS as u32
}

/// Adds today's entry.
#[expect(unsafe_code, reason = "the name is this module's only export of that name")]
#[unsafe(no_mangle)]
pub extern "C" fn looking_back_add(seed: u32) {
    let mut noise = Noise::new(u64::from(seed));
    KEPT.with_borrow_mut(|kept| {
        let n = kept.check_ins.len() as i64;
        let value = noise.normal();
        kept.check_ins.push(check_in(n, value, &mut noise));
    });
}

/// Looks back over everything; says how many days and changes there are to draw.
#[expect(unsafe_code, reason = "the name is this module's only export of that name")]
#[unsafe(no_mangle)]
pub extern "C" fn looking_back_look() -> u32 {
    let followed = Signal::defaults();
    KEPT.with_borrow(|kept| {
        let Kept { check_ins, weeks, releases } = kept;
        let diary = Diary { check_ins, weeks, releases, chapters: &[], followed: &followed };
        let back = look_back(&diary, Span::All, day(check_ins.len() as i64 - 1));
        back.series.iter().map(|it| it.days.len() + it.changes.len()).sum::<usize>() as u32
    })
}
