// Looks back on ten made-up years and prints "first again": milliseconds of the first look in a fresh module, and the
// median of looks that each follow one new entry. Argument: our module.
const { readFileSync } = require('node:fs');

const compiled = new WebAssembly.Module(readFileSync(process.argv[2]));
// The module calls nothing from outside; what its libraries name is only there to link.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(compiled)) {
  (imports[from] ??= {})[name] = () => {
    throw new Error(`${from}.${name} was called`);
  };
}
const ours = new WebAssembly.Instance(compiled, imports).exports;
const timed = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
if (ours.looking_back_make(7) < 3652) throw new Error('too few days');
const first = timed(ours.looking_back_look);
const again = [];
for (let entry = 0; entry < 21; entry += 1) {
  ours.looking_back_add(entry);
  again.push(timed(ours.looking_back_look));
}
again.sort((a, b) => a - b);
console.log(first, again[10]);
