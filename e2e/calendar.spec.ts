// Several calendars side by side, and the sample's own files to try with.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Page, expect } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { door } from "./support/door.ts";
import { test } from "./support/test.ts";

test("a second calendar takes nothing from the first, and the same file changes nothing", async ({ page }) => {
  await door(page);
  await open(page);
  await page.getByRole("button", { name: "Try a fictional calendar" }).click();
  await expect(page.getByRole("heading", { name: /would be kept/ })).toBeVisible();
  await expect(page.getByText("Which calendar is it?"), "there is none before it").toHaveCount(0);
  await keep(page);
  await expect(page.getByText(/ new, 0 moved, 0 gone\./)).toBeVisible();

  await open(page);
  await page.getByLabel("Calendar file").setInputFiles(await another());
  await expect(page.getByRole("radio", { name: /Another one/ })).toBeChecked();
  await expect(page.getByText(/^0 of its \d+ sessions are in this file\./)).toBeVisible();
  await expectAccessible(page);
  await keep(page);
  await expect(page.getByText(/ new, 0 moved, 0 gone\./)).toBeVisible();

  await open(page);
  await page.getByLabel("Calendar file").setInputFiles(sample);
  await expect(page.getByRole("radio", { name: /The one brought in on/ }).first()).toBeChecked();
  await keep(page);
  await expect(page.getByText("That calendar told nothing new.")).toBeVisible();
});

test("a number given by hand can be let go of", async ({ page }) => {
  await door(page);
  await page.getByRole("link", { name: "Inside" }).click();
  await page.getByLabel(/by hand/).fill("22");
  await page.getByRole("button", { name: "Keep this number" }).click();
  await expect(page.getByText("22 sessions this week.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Let go of the number given by hand" }).click();
  await expect(page.getByText("Nothing is known of this week yet.")).toBeVisible();
});

const sample = resolve(import.meta.dirname, "../sample/calendar.ics");

/** The sample's calendar under other UIDs: another practice with the same hours. */
async function another() {
  const text = await readFile(sample, "utf8");
  const buffer = Buffer.from(text.replace(/^UID:/gm, "UID:other-"));
  return { name: "other.ics", mimeType: "text/calendar", buffer };
}

async function open(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Inside" }).click();
  await page.getByRole("link", { name: /^Bring/ }).click();
}

async function keep(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Keep these counts" }).click();
}
