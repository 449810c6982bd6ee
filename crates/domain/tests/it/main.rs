//! What the whole of `domain` is held to, from outside.

mod calendar_oracle;
mod calendar_privacy;
mod calendar_sample;
mod fhir_oracle;
