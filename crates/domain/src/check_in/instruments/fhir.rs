//! Answers and scores as FHIR R4 has them (hl7.org/fhir/R4: QuestionnaireResponse, Observation with category `survey`), for
//! a person who wants to take them elsewhere. Read-only, made on her device when she asks.
//!
//! No item text, no name, no identifier of hers: the subject is the words "the person who exports this". Codes are LOINC's where LOINC
//! has them, and none is invented elsewhere. `tests/it/fhir_oracle.rs` holds them to what an independent validator accepts.

use jiff::civil::Date;
use serde::Serialize;

use super::{Answers, ScaleScore};

const LOINC: &str = "http://loinc.org";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const UCUM: &str = "http://unitsofmeasure.org";

/// A code of a code system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coding {
    system: &'static str,
    code: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct CodeableConcept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Display {
    display: &'static str,
}

const SUBJECT: Display = Display { display: "the person who exports this" };

/// What she answered. `Debug` is for tests: it shows everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionnaireResponse {
    resource_type: &'static str,
    id: String,
    questionnaire: String,
    status: &'static str,
    subject: Display,
    authored: String,
    item: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    link_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    answer: Vec<Given>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    value_integer: u8,
}

/// One score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
    resource_type: &'static str,
    id: String,
    status: &'static str,
    category: Vec<CodeableConcept>,
    code: CodeableConcept,
    subject: Display,
    effective_date_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_range: Option<Range>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<Note>,
    derived_from: Vec<Reference>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Quantity {
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Range {
    low: Quantity,
    high: Quantity,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Note {
    text: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Reference {
    reference: String,
}

/// What she answered on a day, under an id of the caller's (letters, digits, `-` and `.`, at most 50 characters).
#[must_use]
pub fn questionnaire_response(id: &str, answers: &Answers, day: Date) -> QuestionnaireResponse {
    let instrument = answers.instrument();
    let item = |number: u8| {
        let value_integer = answers.given(number)?;
        let code = instrument.loinc_items.get(usize::from(number) - 1);
        let definition = code.map(|code| format!("{LOINC}/{code}"));
        Some(Item { link_id: number.to_string(), definition, answer: vec![Given { value_integer }] })
    };
    QuestionnaireResponse {
        resource_type: "QuestionnaireResponse",
        id: id.to_owned(),
        questionnaire: match instrument.loinc_panel {
            Some(panel) => format!("{LOINC}/q/{panel}"),
            None => format!("urn:x-instrument:{}", instrument.key),
        },
        status: if answers.missing().next().is_none() { "completed" } else { "in-progress" },
        subject: SUBJECT,
        authored: day.to_string(),
        item: instrument.numbers().filter_map(item).collect(),
    }
}

/// A score each, derived from the response with that id. A score that missing answers leave open is a range.
#[must_use]
pub fn observations(id: &str, answers: &Answers, scores: &[ScaleScore], day: Date) -> Vec<Observation> {
    let instrument = answers.instrument();
    let of = |score: &ScaleScore| {
        let points = |value: f64| Quantity {
            value: (value * 100.0).round() / 100.0,
            unit: Some("score"),
            system: Some(UCUM),
            code: Some("{score}"),
        };
        let coding = score.scale.loinc.map(|code| Coding { system: LOINC, code });
        Observation {
            resource_type: "Observation",
            id: format!("{id}.{}", score.scale.key),
            status: if score.answered == score.scale.items.len() { "final" } else { "preliminary" },
            category: vec![CodeableConcept {
                coding: vec![Coding { system: CATEGORY, code: "survey" }],
                text: None,
            }],
            code: CodeableConcept {
                coding: coding.into_iter().collect(),
                text: Some(format!("{}, {}", instrument.name, score.scale.key)),
            },
            subject: SUBJECT,
            effective_date_time: day.to_string(),
            value_quantity: score.value().map(points),
            value_range: score
                .value()
                .is_none()
                .then(|| Range { low: points(score.lowest), high: points(score.highest) }),
            note: if score.filled_in {
                vec![Note { text: "Mean of the answers given, as the publisher has it for missing ones." }]
            } else {
                Vec::new()
            },
            derived_from: vec![Reference { reference: format!("QuestionnaireResponse/{id}") }],
        }
    };
    scores.iter().map(of).collect()
}
