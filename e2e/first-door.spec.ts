// The first visit and the next: with a passphrase, and without one yet.
import { expectAccessible } from "./support/axe.ts";
import { door, expectNow, unlock } from "./support/door.ts";
import { expect, test } from "./support/test.ts";

test("a passphrase opens what it has sealed, and a wrong one loses nothing", async ({ page, complaints }) => {
  await door(page, "four quiet kettles sing");
  await expectAccessible(page);
  await page.reload();
  await page.getByRole("textbox", { name: "Passphrase" }).fill("four quiet kettles");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByText("That didn’t open it.")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await unlock(page, "four quiet kettles sing");
  expect(complaints).toEqual([]);
});

test("the same passphrase from another keyboard opens it", async ({ page }) => {
  await door(page, "caf\u00e9 by the north window");
  await page.reload();
  await unlock(page, "cafe\u0301 by the north window");
});

test("who decides later is let in by her device", async ({ page }) => {
  await door(page);
  await page.reload();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expectNow(page);
});
