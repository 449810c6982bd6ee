// Times every keystroke of the search bench in WebAssembly and prints one line of JSON.
// node search.mjs MODULE LISTINGS ROUNDS COMPARED

import { readFileSync } from "node:fs";

const [modulePath, listings, rounds, compared] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(modulePath), {});
const { search_prepare, search_press, search_agrees, memory } = instance.exports;

const begun = performance.now();
const keystrokes = search_prepare(Number(listings));
const preparing = performance.now() - begun;

const press = (at) => {
  const start = performance.now();
  search_press(at);
  return performance.now() - start;
};
const everyKey = Array.from({ length: keystrokes }, (_, at) => at);
everyKey.forEach(press); // The engine's optimising compiler catches up meanwhile, as it does while a page is read.
const eachRound = Array.from({ length: Number(rounds) }, () => everyKey.map(press));

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const part = (numbers, share) => sorted(numbers)[Math.floor(numbers.length * share)];
// A keystroke's time is the median of its rounds, so that what else the machine does meanwhile is not counted.
const times = everyKey.map((at) => part(eachRound.map((round) => round[at]), 0.5));

const toCompare = everyKey.filter((at) => at % Number(compared) === 0);
console.log(
  JSON.stringify({
    keystrokes,
    median: part(times, 0.5),
    p99: part(times, 0.99),
    slowest: Math.max(...times),
    p99_of_all: part(eachRound.flat(), 0.99),
    preparing,
    megabytes: memory.buffer.byteLength / 1e6,
    compared: toCompare.length,
    differing: toCompare.filter((at) => search_agrees(at) !== 1),
  }),
);
