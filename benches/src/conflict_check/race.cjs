// Runs whole exchanges in turns, psi.js (GCS, cardinality) and ours, and prints "peer ours" in milliseconds.
// Arguments: node_modules, our module, asked, known, shared, rounds.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [nodeModules, modulePath, ...numbers] = process.argv.slice(2);
const [asked, known, shared, rounds] = numbers.map(Number);

const person = n => `person-${n}@example.org`;
const hers = Array.from({ length: asked }, (_, n) => person(n));
const theirs = Array.from({ length: known }, (_, n) => person(asked - shared + n));

function check(found, who) {
  if (found !== shared) throw new Error(`${who} found ${found}, not ${shared}`);
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function main() {
  const psi = await require(join(nodeModules, '@openmined/psi.js/psi_wasm_node.js'))();
  const { instance } = await WebAssembly.instantiate(readFileSync(modulePath), {});
  const ours = instance.exports;
  ours.make_lists(asked, known, shared);

  const peerExchange = () => {
    const client = psi.client.createWithNewKey(false);
    const server = psi.server.createWithNewKey(false);
    const setup = server.createSetupMessage(1e-9, asked, theirs, psi.dataStructure.GCS);
    const response = server.processRequest(client.createRequest(hers));
    check(client.getIntersectionSize(setup, response), 'the peer');
    client.delete();
    server.delete();
  };
  const ourExchange = () => check(ours.exchange_between_lists(), 'we');

  for (let round = 0; round < rounds; round++) {
    console.log(timed(peerExchange), timed(ourExchange));
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
