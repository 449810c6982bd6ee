// The watch itself is watched: it must find a word that is leaked on purpose, however it is written.
import { canary, findCanary } from "./support/canaries.ts";
import { expect, test } from "./support/test.ts";

test("a leaked word is found in every spelling", () => {
  const word = canary("check-in");
  for (const before of ["", "a", "ab"]) {
    const leaks = [
      Buffer.from(before + word + " more"),
      Buffer.from(Buffer.from(before + word + " more").toString("base64")),
      Buffer.from(Buffer.from(before + word + " more").toString("base64url")),
      Buffer.from(Buffer.from(before + word + " more").toString("hex")),
      Buffer.from(before + word.toUpperCase()),
      Buffer.concat([Buffer.from(before), Buffer.from(word, "utf16le")]),
    ];
    for (const leak of leaks) expect(findCanary(leak, word), leak.toString()).not.toBeNull();
  }
  expect(findCanary(Buffer.from(canary("check-in")), word)).toBeNull();
});

test("the wire hears what a page sends", async ({ page, wire }) => {
  const word = canary("request");
  await page.goto("/");
  await page.evaluate((word) => fetch("/api/v1/directory", { headers: { "x-note": word } }), word);
  expect(findCanary(wire.sent, word)).toBe("plainly");
});
