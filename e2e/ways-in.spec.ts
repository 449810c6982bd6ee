// Ways in: a recovery code made, printed, typed back and used; a passkey; the lock that closes by itself; opening that can
// be stopped.
import { type CDPSession, type Page, expect } from "@playwright/test";
import { expectAccessible, expectRoomy } from "./support/axe.ts";
import { door, expectNow, unlock } from "./support/door.ts";
import { everythingStored, recordsStored, spoilARecord } from "./support/stored.ts";
import { test } from "./support/test.ts";

const PASSPHRASE = "late light north window";

test("a forgotten passphrase is mended with the recovery code", async ({ page }) => {
  test.setTimeout(180_000);
  await door(page, PASSPHRASE);
  await goToWaysIn(page);
  await expect(page.getByText("nobody can open it for you")).toBeVisible();
  const words = await makeCode(page);

  await test.step("it is printed with the words and how to use them, and nothing around", async () => {
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("listitem")).toHaveText(words);
    await expect(page.getByText(/To open Held with it, go to localhost/)).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(0);
    await expect(page.getByRole("navigation")).toBeHidden();
    await page.emulateMedia({ media: null });
  });

  await test.step("it is typed back: a slip is named by its place", async () => {
    await page.getByRole("button", { name: "I have it safe" }).click();
    await expectAccessible(page);
    const slipped = words.with(4, words[4] === "zebra" ? "acorn" : "zebra");
    await typeCode(page, slipped.join(" "), "Check it");
    await expect(page.getByText("Word 5 is another one than was written down.")).toBeVisible();
    await expectAccessible(page);
    await typeCode(page, words.with(2, "xylophone").join(" "), "Check it");
    await expect(page.getByText("Word 3 is none that a recovery code has.")).toBeVisible();
    await typeCode(page, words.slice(1).join(" "), "Check it");
    await expect(page.getByText("There are 15 words")).toBeVisible();
    await typeCode(page, words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join("\n"), "Check it");
    await expect(page.getByText("It works.")).toBeVisible();
    await expect(page.getByText("opens in two ways that are not alike")).toBeVisible();
    await expect(page.getByText(/Without it, forgetting one thing could lock you out/)).toHaveCount(2);
  });

  const stored = (await everythingStored(page)).toString("latin1");
  for (const word of words.filter((word) => word.length > 4)) expect(stored).not.toContain(word);

  await test.step("the passphrase is forgotten", async () => {
    await page.goto("/");
    await page.getByRole("button", { name: "Use the recovery code" }).click();
    await expectAccessible(page);
    await typeCode(page, words.slice(0, 15).join(" "), "Open with the code");
    await expect(page.getByText("There are 15 words")).toBeVisible();
    await typeCode(page, words.map((word) => word.slice(0, 4)).join("-"), "Open with the code");
    await expect(page.getByRole("heading", { name: "Choose a new passphrase" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("textbox", { name: "New passphrase" }).fill("another kettle sings");
    await page.getByRole("button", { name: "Change the passphrase" }).click();
    await expect(page.getByRole("heading", { name: "Choose a new passphrase" })).toBeHidden({ timeout: 30_000 });
  });

  await page.goto("/");
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByText("That didn’t open it.")).toBeVisible({ timeout: 30_000 });
  await unlock(page, "another kettle sings");
});

test("the screens of a recovery code are for everyone", async ({ page }) => {
  test.setTimeout(120_000);
  await door(page, PASSPHRASE);
  await goToWaysIn(page);
  await look(page);
  const words = await makeCode(page);
  await look(page);
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(page.getByText("A recovery code was made and not typed back.")).toBeVisible();
  await look(page);
  await typeCode(page, words.join(" "), "Check it");
  await expect(page.getByText("It works.")).toBeVisible();
  await look(page);
});

test("with the keyboard alone", async ({ page }) => {
  await door(page, PASSPHRASE);
  await goToWaysIn(page);
  await press(page, "Make a recovery code");
  await expect(page.getByRole("heading", { level: 1, name: "Your recovery code" })).toBeFocused();
  const words = await page.locator(".code-words li").allTextContents();
  await press(page, "I have it safe");
  await expect(page.getByRole("heading", { level: 1, name: "Type it back" })).toBeFocused();
  await tabTo(page, "recovery-code");
  await page.keyboard.type(words.join(" "));
  await press(page, "Check it");
  await expect(page.getByText("It works.")).toBeVisible();
});

test("a passkey opens it instead of the device, and names itself", async ({ page }) => {
  await door(page);
  const keys = await authenticator(page, { hasPrf: true });
  await goToWaysIn(page);
  await page.getByLabel("What you call it").fill("my phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("heading", { name: "my phone" })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("heading", { name: "This device" })).toHaveCount(0);

  await page.goto("/");
  await expect(page.getByRole("button", { name: "Use a passkey" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expectNow(page);

  await test.step("when it is not there, that is said and nothing is lost", async () => {
    await keys.send("WebAuthn.disable");
    await authenticator(page, { hasPrf: true });
    await page.goto("/");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("That was called off, or took too long.")).toBeVisible();
  });
});

test("a passkey that keeps no secret changes nothing", async ({ page }) => {
  await door(page, PASSPHRASE);
  await authenticator(page, { hasPrf: false });
  await goToWaysIn(page);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This passkey cannot open Held.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/");
  await unlock(page, PASSPHRASE);
});

test("it warns, stays open for whoever is there, and locks by itself for whoever is not", async ({ page }) => {
  test.setTimeout(120_000);
  await door(page, PASSPHRASE);
  await goToWaysIn(page);
  await page.getByRole("radio", { name: "5 minutes", exact: true }).check({ force: true });
  await page.keyboard.press("Shift");
  // The Worker looks at its clock every fifteen seconds.
  await later(page, 4 * 60 + 1);
  await expect(page.getByText("Held locks in a minute.")).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await page.keyboard.press("Shift");
  await expect(page.getByText("Held locks in a minute.")).toBeHidden();
  await later(page, 5 * 60 + 1);
  await expect(page.getByRole("heading", { name: "Welcome in" })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ways in" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("radio", { name: "5 minutes", exact: true })).toBeChecked();
});

test("everything is sealed with a new key, and opens as before", async ({ page }) => {
  test.setTimeout(120_000);
  await door(page, PASSPHRASE);
  await checkIn(page);
  const before = await recordsStored(page);
  expect(before.length).toBeGreaterThan(0);

  await goToWaysIn(page);
  const begin = page.getByRole("button", { name: "Seal everything anew" });
  await begin.click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Leave it as it is" }).click();
  await begin.click();
  await page.getByRole("dialog").getByRole("button", { name: "Seal everything anew" }).click();
  await expect(page.getByText("Everything is under a new key.")).toBeVisible();
  await look(page);
  const after = await recordsStored(page);
  expect(after.length, "the same records").toBe(before.length);
  for (const sealed of before) expect(after, "sealed anew").not.toContain(sealed);

  await page.goto("/");
  await unlock(page, PASSPHRASE);
  await page.getByRole("link", { name: "Looking back" }).click();
  await expect(page.getByText("Some", { exact: true })).toBeVisible();
});

test("a new key waits while something does not open", async ({ page }) => {
  await door(page, PASSPHRASE);
  await checkIn(page);
  await spoilARecord(page);
  const before = await recordsStored(page);
  await goToWaysIn(page);
  await page.getByRole("button", { name: "Seal everything anew" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Seal everything anew" }).click();
  await expect(page.getByText("One entry does not open, so the key before stays.")).toBeVisible();
  await look(page);
  expect(await recordsStored(page), "nothing was written").toEqual(before);
});

test("words being set down are still there after a lock that came by itself", async ({ page }) => {
  test.setTimeout(120_000);
  await door(page, PASSPHRASE);
  await page.getByRole("link", { name: "Check in" }).click();
  for (const heading of ["What came home with you?", "Where is it?", "Anything to set down?"]) {
    await page.getByRole("button", { name: "Skip" }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  const words = page.getByRole("textbox", { name: "Anything to set down?" });
  await words.fill("the phone rang twice");
  await words.press("End");
  await later(page, 14 * 60 + 1);
  await expect(page.getByText("Held locks in a minute.")).toBeVisible({ timeout: 20_000 });
  await expect(words).toHaveValue("the phone rang twice");
  await later(page, 61);
  await expect(page.getByRole("heading", { name: "Welcome in" })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(words).toHaveValue("the phone rang twice", { timeout: 30_000 });
});

test("opening says that it works on it, and can be stopped", async ({ page }) => {
  await door(page, PASSPHRASE);
  await page.reload();
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  // A slow device: the Worker does not answer while it stretches.
  await busy(page, 6_000);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("button", { name: "Opening …" })).toBeDisabled();
  await expect(page.getByText("This takes a moment on purpose")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Open", exact: true })).toBeEnabled();
  await unlock(page, PASSPHRASE);
});

async function checkIn(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Check in" }).click();
  await page.getByRole("radio", { name: /^Some/ }).check({ force: true });
  await page.getByRole("button", { name: "Continue" }).click();
  for (let pages = 0; pages < 3; pages += 1) await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("button", { name: "Close" }).click();
}

async function goToWaysIn(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Yours" }).click();
  await page.getByRole("link", { name: "Ways in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ways in" })).toBeVisible();
}

/** Makes a recovery code; ends where its words are shown. */
async function makeCode(page: Page): Promise<string[]> {
  await page.getByRole("button", { name: "Make a recovery code" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your recovery code" })).toBeVisible();
  const words = page.locator(".code-words li");
  await expect(words).toHaveCount(16);
  return words.allTextContents();
}

async function typeCode(page: Page, words: string, button: string): Promise<void> {
  await page.getByRole("textbox", { name: "Recovery code" }).fill(words);
  await page.getByRole("button", { name: button }).click();
}

/** Plugs in an authenticator that always says yes. */
async function authenticator(page: Page, { hasPrf }: { hasPrf: boolean }): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return session;
}

/** Puts the clock of the Worker that holds the vault ahead. */
async function later(page: Page, seconds: number): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate((ahead) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ahead;
    }, seconds * 1000);
  }
}

/** Keeps the Worker busy for so long, as a slow device does. */
async function busy(page: Page, milliseconds: number): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate((milliseconds) => {
      const start = performance.now();
      setTimeout(() => {
        while (performance.now() - start < milliseconds);
      });
    }, milliseconds);
  }
}

async function look(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectRoomy(page);
}

/** Presses a button with the keyboard. */
async function press(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    if (await page.evaluate((name) => document.activeElement?.textContent?.trim() === name, name)) break;
    await page.keyboard.press("Tab");
  }
  await expect(page.getByRole("button", { name })).toBeFocused();
  await page.keyboard.press("Enter");
}

async function tabTo(page: Page, id: string): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard never reaches ${id}`);
}
