//! What leaves as FHIR R4, against what an independent validator accepted (`tests/oracle/fhir/validate.mjs`).
//!
//! The resources made here must be, to the letter, those in `tests/oracle/fhir/accepted.json`, which only the validator
//! writes, and only when it has nothing to object. `UPDATE_EXPECT=1` writes `made.json`, which is not kept; then run the validator.

use std::path::Path;

use domain::check_in::instruments::{ALL, Answers, observations, questionnaire_response, score};
use jiff::civil::date;
use serde_json::{Value, json};

/// Every instrument once whole, and once with its last two answers missing.
fn made() -> Vec<Value> {
    let day = date(2026, 3, 2);
    let mut all = Vec::new();
    for it in ALL {
        let (lowest, highest) = it.answers;
        let given: Vec<u8> = it.numbers().map(|item| lowest + item % (highest - lowest + 1)).collect();
        let whole = Answers::of(it, &given).expect("made to fit the key");
        let mut open = whole.clone();
        open.leave_out(it.items);
        open.leave_out(it.items - 1);
        for (id, answers) in [(it.key.to_owned(), whole), (format!("{}-open", it.key), open)] {
            all.push(json!(questionnaire_response(&id, &answers, day)));
            all.extend(observations(&id, &answers, &score(&answers), day).iter().map(|it| json!(it)));
        }
    }
    all
}

#[test]
fn every_resource_is_one_that_the_validator_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/fhir");
    let made = serde_json::to_string_pretty(&made()).unwrap() + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(folder.join("made.json"), &made).unwrap();
    }
    let accepted = std::fs::read_to_string(folder.join("accepted.json")).unwrap();
    assert!(accepted == made, "made.json, written anew with UPDATE_EXPECT=1, has to be accepted first");
}

#[test]
fn nothing_of_hers_but_answers_scores_and_the_day_leaves() {
    for resource in made() {
        let subject = &resource["subject"];
        assert_eq!(subject, &json!({ "display": "the person who exports this" }));
    }
}
