// Leaving with everything, and coming back: a sealed copy is made, everything is erased, and the copy brings it back.
import { readFile } from "node:fs/promises";
import { type Page, expect } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { canary, expectNoCanary, findCanary } from "./support/canaries.ts";
import { door, expectNow } from "./support/door.ts";
import { everythingStored } from "./support/stored.ts";
import { test } from "./support/test.ts";

const PASSPHRASE = "late light north window";
const SEALED = "four quiet kettles sing";

test("a sealed copy brings everything back after it was erased", async ({ page, complaints }, info) => {
  test.setTimeout(180_000);
  const words = canary("copy");
  await door(page, PASSPHRASE);
  await checkIn(page, words);
  await go(page);
  await expect(page.getByText("There is no copy yet.")).toBeVisible();
  await expect(page.getByText("1 check-in", { exact: true })).toBeVisible();
  await expectAccessible(page);

  const copy = info.outputPath("copy.age");
  await test.step("a slip is noticed, then the copy is sealed and saved", async () => {
    await page.getByLabel("A passphrase for this copy").fill(SEALED);
    await page.getByLabel("The same once more").fill("four kettles");
    await page.getByRole("button", { name: "Seal a copy" }).click();
    await expect(page.getByText("The two are not the same.")).toBeVisible();
    await page.getByLabel("The same once more").fill(SEALED);
    await page.getByRole("button", { name: "Seal a copy" }).click();
    await expect(page.getByText(/opened again to be sure/)).toBeVisible({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Save held-/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/^held-\d{4}-\d\d-\d\d\.age$/);
    await download.saveAs(copy);
    await expect(page.getByText(/The last good copy is of/)).toBeVisible();
    const bytes = await readFile(copy);
    expect(bytes.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
    expectNoCanary(bytes, [words], "the sealed copy");
  });

  await test.step("a rehearsal: a wrong passphrase, then the right one, and nothing changes", async () => {
    const before = await everythingStored(page);
    await page.getByLabel("Copy", { exact: true }).setInputFiles(copy);
    await page.getByLabel("The passphrase of the copy").fill("four kettles");
    await page.getByRole("button", { name: "Only see that it opens" }).click();
    await expect(page.getByText("That didn’t open it.")).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await page.getByLabel("The passphrase of the copy").fill(SEALED);
    await page.getByRole("button", { name: "Only see that it opens" }).click();
    await expect(page.getByText("It opens, and is whole.")).toBeVisible({ timeout: 60_000 });
    expectNoCanary(before, [words], "the browser's database");
  });

  await test.step("everything is removed", async () => {
    await page.getByRole("link", { name: "Back" }).first().click();
    await page.getByRole("button", { name: "Remove everything" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove everything" }).click();
    await expect(page.getByRole("heading", { name: "You hold space all day" })).toBeVisible();
  });

  await test.step("the copy brings it back", async () => {
    await door(page, "another passphrase entirely");
    await go(page);
    await page.getByLabel("Copy", { exact: true }).setInputFiles(copy);
    await page.getByLabel("The passphrase of the copy").fill(SEALED);
    await page.getByRole("button", { name: "See what it would change" }).click();
    await expect(page.getByText("This would be added:")).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await page.getByRole("button", { name: "Bring it back" }).click();
    await expect(page.getByText(/It is back:/)).toBeVisible();
    await page.getByRole("link", { name: "Looking back" }).click();
    await expect(page.getByText(words)).toBeAttached();
  });
  expect(complaints).toEqual([]);
});

test("plain files say that they are not sealed, and a table runs nothing", async ({ page }, info) => {
  const words = canary("plain");
  await door(page);
  await checkIn(page, `=HYPERLINK("${words}")`);
  await go(page);
  for (const [button, name] of [
    ["A page to read or print", /\.html$/],
    ["Everything, as JSON", /\.json$/],
    ["Tables, one for each kind", /-check-in\.csv$/],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    await expect(page.getByText("Ready to be saved. None of this is sealed.")).toBeVisible();
    const link = page.getByRole("link", { name });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const path = info.outputPath(download.suggestedFilename());
    await download.saveAs(path);
    const bytes = await readFile(path);
    expect(findCanary(bytes, words), `${path} holds what was written`).toBe("plainly");
    if (path.endsWith(".csv")) expect(bytes.toString()).toContain("\"'=HYPERLINK");
  }
});

test("a vault that the browser has cleared is missed, and a copy is asked for", async ({ page }) => {
  await door(page);
  await page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const open = indexedDB.open("held");
        open.onerror = () => failed(open.error);
        open.onsuccess = () => {
          const clearing = open.result.transaction(["blobs", "keys"], "readwrite");
          for (const store of ["blobs", "keys"]) clearing.objectStore(store).clear();
          clearing.oncomplete = () => (open.result.close(), done());
        };
      }),
  );
  await page.reload();
  await expect(page.getByRole("heading", { name: "What was kept here is gone" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Bring back a copy" }).click();
  for (const name of ["Go on", "Go on", "Begin"]) await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("radio", { name: "Decide later" }).check();
  await page.getByRole("button", { name: "Make it mine" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Copies" })).toBeVisible({ timeout: 30_000 });
});

test("a browser says whether it keeps, once it is asked", async ({ page }) => {
  await door(page);
  await go(page);
  await page.getByRole("button", { name: "Ask this browser to keep it" }).click();
  await expect(page.getByText(/It has said that it keeps it|It makes no promise for now/)).toBeVisible();
});

/** Through the links, as a person goes. */
async function go(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Yours" }).click();
  await page.getByRole("link", { name: "Copies, and leaving with everything" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Copies" })).toBeVisible();
}

async function checkIn(page: Page, words: string): Promise<void> {
  await page.getByRole("link", { name: "Check in" }).click();
  for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("textbox").fill(words);
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("heading", { name: "Noted" })).toBeVisible();
  await page.getByText("Close", { exact: true }).click();
  await expectNow(page);
}
