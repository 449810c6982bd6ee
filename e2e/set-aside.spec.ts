// Two versions of one check-in: the one that is not in its place is offered to be read, put back, kept too, or let go.
import { type Page, expect } from "@playwright/test";
import { expectAccessible, expectRoomy } from "./support/axe.ts";
import { door } from "./support/door.ts";
import { test } from "./support/test.ts";

test("what was set aside by a copy is read, put back, and all of it undone", async ({ page }) => {
  await door(page);
  await restore(page, "older words");
  await restore(page, "newer words");
  await page.getByRole("link", { name: "Now", exact: true }).click();
  await page.getByRole("link", { name: "You also wrote this" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What was set aside" })).toBeFocused();
  await expect(page.getByRole("heading", { name: "A check-in of 23 November 2026" })).toBeVisible();
  await expect(page.getByText("older words")).toBeAttached();
  await expect(page.getByText("newer words")).toHaveCount(0);
  await look(page);

  await page.getByRole("button", { name: "Put it back: A check-in of 23 November 2026" }).click();
  await expect(page.getByText("It is back in its place.")).toBeVisible();
  await expect(page.getByText("newer words")).toBeAttached();
  await look(page);
  await expectLookingBack(page, ["older words"]);

  await go(page);
  await page.getByRole("button", { name: "Take that back" }).click();
  await expect(page.getByText("Taken back. It is as it was before.")).toBeVisible();
  await page.getByRole("button", { name: /^Keep both/ }).click();
  await expect(page.getByText("Both are kept.")).toBeVisible();
  await expect(page.getByText("Nothing is set aside.")).toBeVisible();
  await look(page);
  await expectLookingBack(page, ["older words", "newer words"]);
});

test("it is let go with the keyboard alone, and Now says no more of it", async ({ page }) => {
  await door(page);
  await restore(page, "older words");
  await restore(page, "newer words");
  await go(page);
  const letGo = page.getByRole("button", { name: /^Let it go/ });
  await letGo.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("It is let go.")).toBeVisible();
  await page.getByRole("link", { name: "Now", exact: true }).click();
  await expect(page.getByText("You also wrote this")).toHaveCount(0);
  await expectLookingBack(page, ["newer words"]);
});

/** Brings back a copy in which the check-in of one day says this, in place of what is there. */
async function restore(page: Page, words: string): Promise<void> {
  const body = { at: 1795478400000, day: "2026-11-23", carrying: "skipped", came_home: "skipped", body: "skipped", set_down: { given: words } };
  const record = { id: "AQEBAQEBAQEBAQEBAQEBAQ", kind: "check-in", version: 1, body };
  const copy = { format: "held-copy", version: 1, made_on: "2026-11-23", records: [record] };
  await page.getByRole("link", { name: "Yours", exact: true }).click();
  await page.getByRole("link", { name: "Copies, and leaving with everything" }).click();
  const file = { name: "copy.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(copy)) };
  await page.getByLabel("Copy", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "See what it would change" }).click();
  const bringBack = page.getByRole("button", { name: "Bring it back" });
  await expect(bringBack).toBeVisible({ timeout: 30_000 });
  const take = page.getByRole("radio", { name: /^Take what the copy says/ });
  if (await take.count()) await take.check({ force: true });
  await bringBack.click();
  await expect(page.getByText(/It is back:/)).toBeVisible();
}

async function go(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Yours", exact: true }).click();
  await page.getByRole("link", { name: "What was set aside" }).click();
}

async function expectLookingBack(page: Page, words: string[]): Promise<void> {
  await page.getByRole("link", { name: "Looking back" }).click();
  for (const written of words) await expect(page.getByText(written)).toBeAttached();
  await expect(page.getByText(/(older|newer) words/)).toHaveCount(words.length);
}

async function look(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectRoomy(page);
}
