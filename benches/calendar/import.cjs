// Brings one file in, in a fresh module, and prints "milliseconds sessions bytes": the bytes are what the module's
// memory grew by beyond the text. Arguments: our module, the file.
const { readFileSync } = require('node:fs');

const [modulePath, filePath] = process.argv.slice(2);
const file = readFileSync(filePath);
const compiled = new WebAssembly.Module(readFileSync(modulePath));
// The module calls nothing from outside while it imports; what its libraries name is only there to link.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(compiled)) {
  (imports[from] ??= {})[name] = () => {
    throw new Error(`${from}.${name} was called`);
  };
}
const ours = new WebAssembly.Instance(compiled, imports).exports;
const room = ours.calendar_room(file.length);
new Uint8Array(ours.memory.buffer).set(file, room);
const before = ours.memory.buffer.byteLength;
const start = performance.now();
const sessions = ours.calendar_import();
const time = performance.now() - start;
console.log(time, sessions, ours.memory.buffer.byteLength - before);
