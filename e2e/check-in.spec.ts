// A check-in can be undone and taken back, its words put away, and help is one tap from every page of it.
import { type Page, expect } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { door } from "./support/door.ts";
import { test } from "./support/test.ts";

test("words are put away and offered again, by keyboard", async ({ page }) => {
  await begin(page);
  await page.getByText("A word of your own").click();
  await page.getByLabel("Your own word").fill("the phone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("checkbox", { name: "the phone" })).toBeChecked();

  await page.getByText("Words not to offer").focus();
  await page.keyboard.press("Enter");
  await press(page, "Put away: the phone");
  await expect(page.getByRole("checkbox", { name: "the phone" })).toHaveCount(0);
  await expect(page.getByText("Words not to offer")).toBeFocused();
  await press(page, "Put away: Numb");
  await expect(page.getByRole("checkbox", { name: "Numb" })).toHaveCount(0);
  await expectAccessible(page);
  await press(page, "Offer again: Numb");
  await expect(page.getByRole("checkbox", { name: "Numb" })).toBeVisible();
});

test("a slip is undone, and all of it can be taken back", async ({ page }) => {
  await begin(page);
  await page.getByRole("checkbox", { name: "Zoned out" }).check({ force: true });
  await press(page, "Undo");
  await expect(page.getByRole("checkbox", { name: "Zoned out" })).not.toBeChecked();
  for (const next of ["Where is it?", "Anything to set down?", "Noted"]) {
    await press(page, "Skip");
    await expect(heading(page, next)).toBeFocused();
  }
  await page.getByText("Change it, or take it back").click();
  await expectAccessible(page);
  await press(page, "Undo");
  await expect(heading(page, "Anything to set down?")).toBeFocused();
  await press(page, "Skip");
  await page.getByText("Change it, or take it back").click();
  await press(page, "Take it all back");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Take it all back" }).click();
  await expect(heading(page, /^Good /)).toBeFocused();
  await page.getByRole("link", { name: "Looking back" }).click();
  await expect(page.getByText("Nothing to look back on yet.")).toBeVisible();
});

test("help covers the page it was asked for from, and nothing typed there is lost", async ({ page }) => {
  await begin(page);
  await press(page, "Skip");
  await press(page, "Skip");
  await expect(page.getByText("can be asked for by a court")).toBeVisible();
  await page.getByRole("textbox").fill("still here");
  await press(page, "Help");
  await expect(heading(page, "Need more now")).toBeFocused();
  await expect(page).toHaveTitle(/Need more now/);
  await expectAccessible(page);
  await press(page, "Back");
  await expect(heading(page, "Anything to set down?")).toBeFocused();
  await expect(page).toHaveTitle(/Anything to set down/);
  await expect(page.getByRole("textbox")).toHaveValue("still here");
});

test("help is on the way in, too", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Go on" }).click();
  await press(page, "Help");
  await expect(page.getByRole("link", { name: /988/ }).first()).toBeVisible();
  await press(page, "Back");
  await expect(heading(page, "Only you can read it")).toBeFocused();
});

/** Answers the first page, and stands on the second. */
async function begin(page: Page): Promise<void> {
  await door(page);
  await page.getByText("Check in", { exact: true }).click();
  await page.getByRole("radio", { name: /^Some/ }).check({ force: true });
  await press(page, "Continue");
  await expect(heading(page, "What came home with you?")).toBeFocused();
}

function heading(page: Page, name: string | RegExp) {
  return page.getByRole("heading", { level: 1, name });
}

/** Presses a button or a link as a keyboard does. */
async function press(page: Page, name: string): Promise<void> {
  const control = page.getByRole("button", { name, exact: true }).or(page.getByRole("link", { name, exact: true }));
  await control.first().focus();
  await page.keyboard.press("Enter");
}
