// Words planted where a person writes something private, and looked for where they must never be.
import { expect } from "@playwright/test";

/** A word that occurs nowhere by chance, and says where it was planted. */
export function canary(place: string): string {
  const letters = crypto.getRandomValues(new Uint8Array(10));
  return `canary-${place}-${Array.from(letters, (byte) => "bcdfghjklmnpqrstvwxz"[byte % 20]).join("")}`;
}

/** Where a word stands in these bytes: plainly, in other case, or as base64, hexadecimal or UTF-16. */
export function findCanary(bytes: Buffer, word: string): string | null {
  const plain = bytes.toString("latin1").toLowerCase();
  const inUtf16 = Buffer.from(word, "utf16le").toString("latin1");
  const inHex = Buffer.from(word).toString("hex");
  if (plain.includes(word.toLowerCase())) return "plainly";
  if (plain.includes(inUtf16.toLowerCase())) return "as UTF-16";
  if (plain.includes(inHex)) return "as hexadecimal";
  const asWritten = bytes.toString("latin1").replaceAll("-", "+").replaceAll("_", "/");
  return base64Cores(word).some((core) => asWritten.includes(core)) ? "as base64" : null;
}

export function expectNoCanary(bytes: Buffer, words: string[], where: string): void {
  for (const word of words) {
    expect(findCanary(bytes, word), `${word} was found in ${where}`).toBeNull();
  }
}

/** The part of a word's base64 that does not depend on its neighbours, for each of three alignments. */
function base64Cores(word: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from("\0".repeat(shift) + word).toString("base64");
    const whole = Math.floor((shift + word.length) / 3) * 4;
    return encoded.slice(shift === 0 ? 0 : 4, whole);
  });
}
