// Has an independent validator look at the FHIR R4 resources the tests make, and keeps those it accepts.
//
//     npm install --prefix peers fhir@4.12.0 && NODE_PATH=peers/node_modules node crates/domain/tests/oracle/fhir/validate.mjs
//
// The validator reads HL7's own definitions of R4 (4.0.1). Errors and warnings both refuse, save that it carries
// only a sample of LOINC and says so of codes outside. A resource spoilt on purpose must be refused, so that a validator that says
// nothing is noticed.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Fhir } = createRequire(process.env.NODE_PATH + "/")("fhir");
const file = (name) => new URL(name, import.meta.url);
const fhir = new Fhir();
const objections = (resource) => {
  const { valid, messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const isSample = ({ severity, message }) =>
    severity === "warning" && /^Code "[0-9-]+" \(http:\/\/loinc\.org\) not found in value set$/.test(message);
  const serious = messages.filter((it) => ["warning", "error", "fatal"].includes(it.severity) && !isSample(it));
  return valid || serious.length > 0 ? serious : messages;
};

const text = readFileSync(file("made.json"), "utf8");
const made = JSON.parse(text);
for (const resource of made) {
  const found = objections(resource);
  if (found.length > 0) throw new Error(`${resource.id}: ${JSON.stringify(found)}`);
}
const spoilt = [
  { ...made[0], status: "done" },
  { ...made[0], item: [{ answer: [] }] },
  { ...made[1], code: undefined },
  { ...made[1], shoeSize: 38 },
];
for (const resource of JSON.parse(JSON.stringify(spoilt))) {
  if (objections(resource).length === 0) throw new Error(`accepted although spoilt: ${JSON.stringify(resource)}`);
}
writeFileSync(file("accepted.json"), text);
console.log(`${made.length} resources accepted, ${spoilt.length} spoilt ones refused`);
