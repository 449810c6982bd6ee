//! The OpenAPI document, made from the table of operations. Schemas are read off example values that the real types
//! wrote, so a renamed field changes the document by itself.

use protocol::problem::{MEDIA_TYPE, Problem, ProblemKind};
use serde_json::{Map, Value, json};

use crate::operations::{Content, Operation, all};

/// What any operation may answer with.
const EVERYWHERE: &[ProblemKind] = &[
    ProblemKind::Malformed,
    ProblemKind::TooSlow,
    ProblemKind::TooLarge,
    ProblemKind::MediaTypeUnknown,
    ProblemKind::TooOften,
    ProblemKind::Internal,
    ProblemKind::Overloaded,
];

pub(crate) fn document() -> String {
    let mut paths: Map<String, Value> = Map::new();
    for operation in all() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = described(&operation);
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Held",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Sealed mailboxes and a signed directory. Ids and keys are unpadded base64url.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": { "capability": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem_schema() },
        },
    });
    serde_json::to_string_pretty(&document).expect("a JSON value is written as JSON")
}

fn described(operation: &Operation) -> Value {
    let in_path = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let in_query = operation.query.iter().map(|(name, description)| {
        let schema = json!({ "type": "integer", "minimum": 0 });
        json!({ "name": name, "in": "query", "description": description, "schema": schema })
    });
    let mut described = json!({
        "summary": operation.summary,
        "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
        "responses": responses(operation),
    });
    if let Some(content) = content(&operation.takes) {
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    if let Some(key) = operation.key {
        described["security"] = json!([{ "capability": [] }]);
        described["description"] = json!(format!("{key} is needed."));
    }
    described
}

fn responses(operation: &Operation) -> Value {
    let mut responses = Map::new();
    for (status, description, holds) in &operation.answers {
        let mut response = json!({ "description": description });
        if let Some(content) = content(holds) {
            response["content"] = content;
        }
        responses.insert(status.to_string(), response);
    }
    let key_missing = operation.key.map(|_| &ProblemKind::KeyMissing);
    for kind in EVERYWHERE.iter().chain(operation.problems).chain(key_missing) {
        let content = json!({ MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } });
        let status = kind.status().to_string();
        match responses.get_mut(&status) {
            Some(response) => {
                let before = response["description"].as_str().unwrap_or_default();
                response["description"] = json!(format!("{before}, or: {}", kind.title()));
            }
            None => {
                responses.insert(status, json!({ "description": kind.title(), "content": content }));
            }
        }
    }
    Value::Object(responses)
}

fn content(content: &Content) -> Option<Value> {
    match content {
        Content::Nothing => None,
        Content::Json(example, limit) => {
            let mut schema = schema_of(example);
            if *limit > 0 {
                schema["description"] = json!(format!("At most {limit} bytes."));
            }
            Some(json!({ "application/json": { "schema": schema, "example": example } }))
        }
        Content::Octets(limit) => {
            let schema = json!({ "type": "string", "format": "binary", "maxLength": limit });
            Some(json!({ "application/octet-stream": { "schema": schema } }))
        }
        Content::Events => Some(json!({ "text/event-stream": { "schema": { "type": "string" } } })),
    }
}

fn schema_of(example: &Value) -> Value {
    match example {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(_) => json!({ "type": "integer", "minimum": 0 }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => {
            json!({ "type": "array", "items": items.first().map_or(json!({}), schema_of) })
        }
        Value::Object(fields) => {
            let required: Vec<_> = fields.keys().collect();
            let properties: Map<_, _> =
                fields.iter().map(|(name, value)| (name.clone(), schema_of(value))).collect();
            json!({ "type": "object", "required": required, "properties": properties })
        }
    }
}

fn problem_schema() -> Value {
    let kind = ProblemKind::Overloaded;
    let (title, detail) = (kind.title().to_owned(), "What happened, and what to do.".to_owned());
    let problem = Problem { kind, title, status: kind.status(), detail, retry_after: Some(1) };
    let mut schema = schema_of(&json!(problem));
    schema["required"] = json!(["type", "title", "status", "detail"]);
    schema["properties"]["type"]["enum"] = json!(ProblemKind::ALL);
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_in_the_document_and_says_what_it_needs() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        for operation in all() {
            let described =
                &document["paths"][operation.path][operation.method.as_str().to_ascii_lowercase()];
            assert!(described["summary"].as_str().unwrap().ends_with('.'), "{}", operation.path);
            assert_eq!(described["security"].is_array(), operation.key.is_some(), "{}", operation.path);
        }
        let make = &document["paths"]["/api/v1/mailboxes/{mailbox}"]["put"];
        let schema = &make["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(schema["properties"]["days"]["type"], "integer");
        assert_eq!(make["responses"]["409"]["description"], "The mailbox exists with other keys");
    }
}
