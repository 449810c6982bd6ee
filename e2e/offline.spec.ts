// Without a network, in two tabs, and under the Veil: she goes on, and nothing is lost.
import { type Page, expect } from "@playwright/test";
import { door, expectNow, unlock } from "./support/door.ts";
import { test } from "./support/test.ts";

const PASSPHRASE = "late light north window";

test("after the first visit everything but reaching out works with the cable pulled", async ({ page, wire, complaints }) => {
  await door(page, PASSPHRASE);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => cachedFiles(page), { timeout: 60_000 }).toBeGreaterThan(8);
  wire.pull();
  await page.reload();
  await unlock(page, PASSPHRASE);
  await checkIn(page);
  await page.goto("/help");
  await expect(page.getByRole("link", { name: /988/ }).first()).toBeVisible();

  wire.putBack();
  await page.goto("/");
  await unlock(page, PASSPHRASE);
  await page.getByRole("link", { name: "Looking back" }).click();
  await expect(page.getByText("Some", { exact: true })).toBeVisible();
  // A pulled cable is complained about by the browser; nothing else is.
  complaints.splice(0, complaints.length, ...complaints.filter((it) => !/Failed to load resource|ERR_/.test(it)));
});

test("a network that goes before the rest has come is said, and trying again brings it", async ({ page, complaints }) => {
  const rest = /-later-[0-9a-f]+\.wasm$/;
  await page.route(rest, (route) => route.abort());
  await door(page, PASSPHRASE);
  await checkIn(page);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Looking back" }).click();
  await expect(page.getByRole("heading", { name: "The rest of Held is not here yet" })).toBeVisible();
  await page.unroute(rest);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Some", { exact: true })).toBeVisible();
  complaints.splice(0, complaints.length, ...complaints.filter((it) => !/Failed to load resource|ERR_|Failed to fetch/.test(it)));
});

test("a second tab shows the same and can take over", async ({ page, context }) => {
  await door(page, PASSPHRASE);
  const second = await context.newPage();
  await second.goto("/");
  await expect(second.getByText("Held is open in another tab.")).toBeVisible();
  await expectNow(second);
  await second.getByRole("button", { name: "Go on here" }).click();
  await unlock(second, PASSPHRASE);
  await expect(page.getByText("Held is open in another tab.")).toBeVisible();
  await second.close();
  // The tab that is left holds the vault again by itself.
  await expect(page.getByRole("textbox", { name: "Passphrase" })).toBeVisible();
});

test("Escape twice blanks the page and locks the vault", async ({ page }) => {
  await door(page, PASSPHRASE);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page).toHaveTitle("New tab");
  await expect(page.getByText("Check in")).toHaveCount(0);
  await page.getByRole("button", { name: "Go back to the lock" }).click();
  await unlock(page, PASSPHRASE);
});

async function checkIn(page: Page): Promise<void> {
  await page.getByText("Check in", { exact: true }).click();
  await page.getByRole("radio", { name: /^Some/ }).check({ force: true });
  await page.getByRole("button", { name: "Continue" }).click();
  for (let pages = 0; pages < 3; pages += 1) await page.getByRole("button", { name: "Skip" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Noted" })).toBeVisible();
}

function cachedFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const counts = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length));
    return counts.reduce((sum, count) => sum + count, 0);
  });
}
