// Through the first door, as a person goes: three short pages, then how it is locked.
import { type Page, expect } from "@playwright/test";

/** Opens Held for the first time and ends on Now. Without a passphrase she decides later. */
export async function door(page: Page, passphrase?: string, address = "/"): Promise<void> {
  await page.goto(address);
  for (const name of ["Go on", "Go on", "Begin"]) {
    await page.getByRole("button", { name, exact: true }).click();
  }
  if (passphrase === undefined) {
    await page.getByRole("radio", { name: "Decide later" }).check();
  } else {
    await page.getByRole("radio", { name: "With a passphrase" }).check();
    await page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
  }
  await page.getByRole("button", { name: "Make it mine" }).click();
  await expectNow(page);
}

/** Opens what is locked. */
export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expectNow(page);
}

/** Sealing and opening take a moment: the passphrase is stretched on purpose. */
export async function expectNow(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: /^Good / })).toBeVisible({ timeout: 30_000 });
}
