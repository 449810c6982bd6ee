// The whole path, as a person goes it: a check-in by keyboard, a calendar, someone found, asked about, greeted, and an
// answer; with the server killed in the middle, and no private word anywhere it should not be.
import { resolve } from "node:path";
import { type Page, expect } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { canary, expectNoCanary } from "./support/canaries.ts";
import { door } from "./support/door.ts";
import { everythingStored } from "./support/stored.ts";
import { test } from "./support/test.ts";
import { Wire, comesByItself } from "./support/wire.ts";

const PASSPHRASE = "late light north window";
const sample = (name: string) => resolve(import.meta.dirname, "../sample", name);

test("from a first check-in to a sealed hello that is answered", async ({ page, ownServer, complaints }) => {
  test.setTimeout(300_000);
  const wire = await Wire.to(ownServer.port);
  const [diary, search, hello] = [canary("diary"), canary("search"), canary("hello")];
  await door(page, PASSPHRASE, wire.address);

  await test.step("a check-in, by keyboard alone", async () => {
    await page.getByText("Check in", { exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(heading(page, "How much are you carrying?")).toBeFocused();
    await expectAccessible(page);
    await tabTo(page, "radio");
    await page.keyboard.press("5");
    await page.keyboard.press("Enter");
    await expect(heading(page, "What came home with you?")).toBeFocused();
    await tabTo(page, "checkbox");
    await page.keyboard.press("Space");
    await press(page, "Continue");
    await expect(heading(page, "Where is it?")).toBeFocused();
    await press(page, "Skip");
    await expect(heading(page, "Anything to set down?")).toBeFocused();
    await expectAccessible(page);
    await page.getByRole("textbox").focus();
    await page.keyboard.type(diary);
    await press(page, "Keep it");
    await expect(heading(page, "Noted")).toBeFocused();
    await press(page, "Close");
  });

  await test.step("a calendar becomes this week's weight", async () => {
    await page.getByRole("link", { name: "Inside" }).click();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Bring a calendar in" }).click();
    await page.getByLabel("Calendar file").setInputFiles(sample("calendar.ics"));
    await expect(page.getByRole("heading", { name: /would be kept/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Keep these counts" }).click();
    await expect(page.getByText(/new, 0 moved/)).toBeVisible();
  });

  await test.step("someone is found without a search leaving the device", async () => {
    await page.getByRole("link", { name: "People", exact: true }).click();
    await page.getByRole("link", { name: /Find someone/ }).click();
    await expect(page.getByText(/ listed\. This edition/)).toBeVisible({ timeout: 60_000 });
    const before = wire.requests.length;
    await page.getByLabel("Words to find").fill(search);
    await expect(page.getByText(/Nobody fits/)).toBeVisible();
    await page.getByLabel("Words to find").fill("Imani");
    await page.getByRole("link", { name: "Imani Thornquill" }).click();
    await expect(heading(page, "Imani Thornquill")).toBeFocused();
    await expectAccessible(page);
    const asked = wire.requests.slice(before).filter((it) => !comesByItself(it));
    expect(asked, "nothing that follows from a search was asked of the server").toEqual([]);
  });

  await test.step("do we know someone?", async () => {
    await page.getByRole("link", { name: "Do we know someone?" }).click();
    await page.getByRole("link", { name: "Choose people" }).click();
    await page.getByText("Bring contacts in").click();
    await page.getByLabel("Contacts file").setInputFiles(sample("contacts.vcf"));
    await page.getByRole("button", { name: "Keep these" }).click();
    await expect(page.getByText(/Nothing is ticked yet\. That is for you/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("checkbox", { name: /colleagues/i }).check({ force: true });
    await expect(page.getByText(/people.* ticked\./)).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: "Check privately" }).click();
    await expect(page.getByText(/among the \d+ you asked about/)).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
  });

  await test.step("a hello, with the server killed before it leaves", async () => {
    await page.goBack();
    await page.getByRole("link", { name: "Say hello" }).click();
    await expectAccessible(page);
    await page.getByRole("radio", { name: "I don’t know where to start." }).check({ force: true });
    await page.getByLabel("Your own words, if any").fill(hello);
    await page.getByRole("button", { name: "Look it over" }).click();
    await expect(heading(page, "This is all that leaves")).toBeVisible();
    await expect(page.getByText(hello)).toBeVisible();
    await expectAccessible(page);
    await ownServer.kill();
    await page.getByRole("button", { name: "Seal and send" }).click();
    await expect(page.getByText(/It leaves when there is a network/)).toBeVisible();
    await ownServer.resume();
    await expect(page.getByText(/Imani Thornquill.* has answered\./)).toBeVisible({ timeout: 120_000 });
    await expectAccessible(page);
  });

  await test.step("the answer is there after a restart", async () => {
    await page.reload();
    await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(heading(page, "Letters")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/Imani Thornquill.* has answered\./)).toBeVisible();
    await page.getByRole("link", { name: "Looking back" }).click();
    await expect(page.getByText(/A lot/).first()).toBeVisible();
    await expectAccessible(page);
  });

  expectNoCanary(wire.sent, [diary, search, hello], "what was sent");
  expectNoCanary(await ownServer.everythingKept(), [diary, search, hello], "the server's folder and log");
  expectNoCanary(await everythingStored(page), [diary, search, hello], "the browser's database");
  await wire.close();
  // A server that is killed is complained about; nothing else is.
  complaints.splice(0, complaints.length, ...complaints.filter((it) => !/Failed to load resource|ERR_/.test(it)));
});

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name });
}

/** Presses a button as a keyboard does. */
async function press(page: Page, name: string): Promise<void> {
  const control = page.getByRole("button", { name, exact: true }).or(page.getByRole("link", { name, exact: true }));
  await control.first().focus();
  await page.keyboard.press("Enter");
}

/** Goes on with Tab until something of this role has the focus. */
async function tabTo(page: Page, type: "radio" | "checkbox"): Promise<void> {
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("type"));
    if (focused === type) return;
  }
  throw new Error(`no ${type} can be reached with Tab`);
}
