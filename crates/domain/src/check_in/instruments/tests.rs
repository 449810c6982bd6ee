//! What every instrument is held to, and worked examples.

use std::collections::BTreeSet;

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::*;

/// Any instrument with any answers, some of them missing.
fn answered() -> impl Strategy<Value = Answers> {
    (0..ALL.len()).prop_flat_map(|at| {
        let instrument = ALL[at];
        let (lowest, highest) = instrument.answers;
        let one = prop::option::weighted(0.9, lowest..=highest);
        (Just(instrument), prop::collection::vec(one, usize::from(instrument.items))).prop_map(
            |(instrument, given)| {
                let mut answers = Answers::none(instrument);
                for (item, answer) in (1..).zip(given) {
                    if let Some(answer) = answer {
                        answers.answer(item, answer).unwrap();
                    }
                }
                answers
            },
        )
    })
}

/// Every way to fill the gaps at their ends, scored by plain arithmetic.
fn slow_ends(answers: &Answers, scale: &Scale) -> (f64, f64) {
    let (lowest, highest) = answers.instrument().answers;
    let with = |fill: fn(u8, u8, bool) -> u8| {
        let total: f64 = scale
            .items
            .iter()
            .map(|&item| {
                let turned = scale.reversed.contains(&item);
                let answer = answers.given(item).unwrap_or_else(|| fill(lowest, highest, turned));
                f64::from(if turned { lowest + (highest - answer) } else { answer })
            })
            .sum();
        match scale.value {
            Value::Sum { times } => total * f64::from(times),
            Value::Mean { times } => total / scale.items.len() as f64 * f64::from(times),
        }
    };
    (
        with(|lowest, highest, turned| if turned { highest } else { lowest }),
        with(|lowest, highest, turned| if turned { lowest } else { highest }),
    )
}

proptest! {
    #[test]
    fn a_score_is_all_it_can_still_be(answers in answered()) {
        for it in score(&answers) {
            let (low, high) = slow_ends(&answers, it.scale);
            let (lowest, highest) = it.scale.ends(answers.instrument());
            prop_assert!(lowest - 1e-9 <= it.lowest && it.lowest <= it.highest && it.highest <= highest + 1e-9);
            if it.filled_in {
                prop_assert!(low - 1e-9 <= it.lowest && it.highest <= high + 1e-9);
            } else {
                prop_assert!((it.lowest - low).abs() < 1e-9 && (it.highest - high).abs() < 1e-9);
            }
            if let Some(band) = it.band() {
                let bands = it.scale.bands.as_ref().unwrap();
                prop_assert_eq!(bands.of(low.max(it.lowest)), Some(band));
            }
        }
    }

    #[test]
    fn one_more_answer_never_widens_a_range(answers in answered(), item in 1u8..=30, answer in any::<u8>()) {
        let mut more = answers.clone();
        prop_assert_eq!(more.answer(item, answer).is_ok(),
            item <= answers.instrument().items
                && (answers.instrument().answers.0..=answers.instrument().answers.1).contains(&answer));
        if answers.given(item).is_some() {
            return Ok(());
        }
        for before in score(&answers) {
            let after = score(&more).into_iter().find(|it| it.scale == before.scale).unwrap();
            prop_assert!(after.highest - after.lowest <= before.highest - before.lowest + 1e-9);
        }
    }
}

#[test]
fn every_key_is_whole() {
    let mut keys = BTreeSet::new();
    for it in ALL {
        assert!(keys.insert(it.key), "{} twice", it.key);
        assert_eq!(instrument(it.key), Some(it));
        let used: BTreeSet<u8> = it.scales.iter().flat_map(|scale| scale.items.iter().copied()).collect();
        assert!(used.into_iter().eq(it.numbers()), "{}: each item is on a scale", it.name);
        assert!(it.loinc_items.is_empty() || it.loinc_items.len() == usize::from(it.items));
        for scale in it.scales {
            assert!(scale.items.is_sorted_by(|a, b| a < b), "{} {}", it.name, scale.key);
            assert!(scale.reversed.iter().all(|item| scale.items.contains(item)));
            assert!(scale.fewest_answers.is_none_or(|fewest| usize::from(fewest) < scale.items.len()));
            assert_eq!(it.scale(scale.key), Some(scale));
            if let Some(bands) = &scale.bands {
                assert!(bands.from.is_sorted_by(|a, b| a.0 < b.0) && !bands.source.is_empty());
                assert_eq!(f64::from(bands.from[0].0), scale.ends(it).0, "{} {}", it.name, scale.key);
            }
            assert!(scale.reliable_change.is_none_or(|it| it.points > 0 && !it.source.is_empty()));
        }
        assert!(!it.licence.credit.is_empty() && !it.licence.terms.is_empty());
    }
}

fn total(instrument: &'static Instrument, answers: &[u8]) -> Vec<(&'static str, f64, Option<&'static str>)> {
    let scores = score(&Answers::of(instrument, answers).unwrap());
    scores.iter().map(|it| (it.scale.key, it.value().unwrap(), it.band())).collect()
}

#[test]
fn worked_examples() {
    assert_eq!(total(&PHQ_9, &[1, 2, 1, 3, 0, 1, 2, 0, 0]), [("total", 10.0, Some("moderate"))]);
    assert_eq!(total(&PHQ_9, &[3; 9]), [("total", 27.0, Some("severe"))]);
    assert_eq!(total(&GAD_7, &[1, 1, 1, 1, 0, 0, 0]), [("total", 4.0, Some("minimal"))]);
    assert_eq!(total(&GAD_7, &[3, 3, 3, 3, 3, 0, 0]), [("total", 15.0, Some("severe"))]);
    assert_eq!(total(&WHO_5, &[3, 2, 3, 2, 3]), [("total", 52.0, Some("usual"))]);
    assert_eq!(total(&WHO_5, &[2, 2, 3, 2, 3]), [("total", 48.0, Some("closer-look"))]);
    // All "sometimes" is 30 on each; all "very often" is 50, and with five of ten reversed 30 for burnout.
    let sometimes = total(&PROQOL_5, &[3; 30]);
    assert!(sometimes.iter().all(|it| (it.1, it.2) == (30.0, Some("moderate"))));
    let often: Vec<_> = total(&PROQOL_5, &[5; 30]).into_iter().map(|it| (it.1, it.2)).collect();
    assert_eq!(often, [(50.0, Some("high")), (30.0, Some("moderate")), (50.0, Some("high"))]);
    // "Always" throughout: 100 personal, (6 × 100 + 0) / 7 at work, 100 with clients. No bands.
    let always: Vec<_> =
        total(&CBI, &[4; 19]).into_iter().map(|it| ((it.1 * 10.0).round() / 10.0, it.2)).collect();
    assert_eq!(always, [(100.0, None), (85.7, None), (100.0, None)]);
    assert!(total(&OLBI, &[1; 16]).iter().all(|it| (it.1, it.2) == (2.5, None)));
    let sums: Vec<f64> = total(&STSS, &[2; 17]).iter().map(|it| it.1).collect();
    assert_eq!(sums, [10.0, 14.0, 10.0, 34.0]);
}

#[test]
fn a_missing_answer_leaves_a_range_and_a_band_only_where_all_of_it_lies_in_one() {
    let mut answers = Answers::of(&PHQ_9, &[1, 1, 1, 1, 1, 1, 0, 0, 0]).unwrap();
    answers.leave_out(9);
    let open = score(&answers)[0];
    assert_eq!((open.lowest, open.highest, open.value(), open.band()), (6.0, 9.0, None, Some("mild")));
    answers.leave_out(1);
    let open = score(&answers)[0];
    assert_eq!((open.lowest, open.highest, open.band()), (5.0, 11.0, None));
    assert!(score(&Answers::none(&PHQ_9)).is_empty());
    assert!(answers.missing().eq([1, 9]));
}

#[test]
fn where_the_publisher_says_so_the_mean_of_the_others_stands_in() {
    let mut answers = Answers::none(&CBI);
    for (item, answer) in [(1, 4), (2, 2)] {
        answers.answer(item, answer).unwrap();
    }
    assert_eq!(score(&answers)[0].value(), None);
    answers.answer(3, 3).unwrap();
    let filled = score(&answers)[0];
    assert_eq!((filled.value(), filled.filled_in, filled.answered), (Some(75.0), true, 3));
    for item in 14..19 {
        answers.answer(item, 2).unwrap();
    }
    let clients = score(&answers).into_iter().find(|it| it.scale.key == "clients").unwrap();
    assert_eq!(clients.value(), None, "no rule was read for the scale about clients");
}

#[test]
fn item_nine_above_not_at_all_brings_people_forward_whatever_the_score() {
    let mut answers = Answers::none(&PHQ_9);
    assert!(!answers.asks_for_people());
    answers.answer(9, 0).unwrap();
    assert!(!answers.asks_for_people());
    answers.answer(9, 1).unwrap();
    assert!(answers.asks_for_people());
    for it in ALL {
        let highest = Answers::of(it, &vec![it.answers.1; usize::from(it.items)]).unwrap();
        assert_eq!(highest.asks_for_people(), it.key == "phq-9");
    }
}

#[test]
fn a_difference_is_judged_only_where_a_figure_is_known() {
    let of = |instrument, answers: &[u8]| score(&Answers::of(instrument, answers).unwrap())[0];
    let phq = |sum: u8| {
        let mut answers = [0; 9];
        for n in 0..usize::from(sum) {
            answers[n % 9] += 1;
        }
        of(&PHQ_9, &answers)
    };
    assert_eq!(moved(&phq(10), &phq(15)), Moved::WithinError);
    assert_eq!(moved(&phq(10), &phq(16)), Moved::Heavier);
    assert_eq!(moved(&phq(10), &phq(4)), Moved::Lighter);
    let who = |each: u8| of(&WHO_5, &[each; 5]);
    assert_eq!(moved(&who(2), &who(3)), Moved::Lighter, "more is lighter there");
    assert_eq!(moved(&of(&PROQOL_5, &[1; 30]), &of(&PROQOL_5, &[5; 30])), Moved::NotJudged);
    assert_eq!(moved(&phq(10), &who(3)), Moved::NotJudged);
}

#[test]
fn answers_off_the_scale_are_refused_with_a_reason() {
    let mut answers = Answers::none(&GAD_7);
    assert_eq!(answers.answer(8, 0), Err(AnswerError::NoSuchItem { item: 8, items: 7 }));
    assert_eq!(answers.answer(0, 0), Err(AnswerError::NoSuchItem { item: 0, items: 7 }));
    assert_eq!(answers.answer(1, 4), Err(AnswerError::OffTheScale { answer: 4, lowest: 0, highest: 3 }));
    answers.answer(1, 3).unwrap();
    assert_eq!(format!("{answers:?}"), "Answers(GAD-7: 1 of 7, hidden)");
}
