// A therapist's own clients come first: asked for before anything is ticked, again when someone new is there, and skippable.
import { resolve } from "node:path";
import { type Page, expect } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { door } from "./support/door.ts";
import { Server } from "./support/server.ts";
import { test } from "./support/test.ts";

const contacts = resolve(import.meta.dirname, "../sample/contacts.vcf");

test("whoever has a listing is asked for her own clients, first and after each import", async ({ page }) => {
  const server = await Server.start({ sample: false });
  await door(page, undefined, server.address);
  await open(page, /People I would rather not run into/);
  await expect(page.getByText("First, your own clients"), "nothing is answered from her people").toHaveCount(0);

  await handInAListing(page);
  await open(page, /People I would rather not run into/);
  const clients = page.getByRole("region", { name: "First, your own clients" });
  await expect(clients.getByText("Once people are here")).toBeVisible();

  await page.getByText("Bring contacts in").click();
  await page.getByLabel("Contacts file").setInputFiles(contacts);
  await page.getByRole("button", { name: "Keep these" }).click();
  await expect(clients.getByText("Do you see any of these people as a client?")).toBeVisible();
  await expectAccessible(page);
  await clients.getByRole("button", { name: "Not now" }).click();
  await expect(clients).toHaveCount(0);

  await open(page, /People I would rather not run into/);
  const client = clients.getByRole("checkbox").first();
  await client.focus();
  await page.keyboard.press("Space");
  await expect(client).toBeChecked();
  await clients.getByRole("button", { name: "These are all" }).click();
  await expect(clients).toHaveCount(0);
  await expect(page.getByText("never answered about")).toBeVisible();

  await page.getByText("Type someone in").click();
  await page.getByLabel("name", { exact: true }).fill("Cleo Newcomer");
  await page.getByLabel("e-mail", { exact: true }).fill("cleo@example.org");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(clients, "someone new is there").toBeVisible();
  await server.stop();
});

async function open(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("link", { name }).click();
}

async function handInAListing(page: Page): Promise<void> {
  await open(page, /My door/);
  await page.getByRole("link", { name: "Write a listing" }).click();
  const fields = {
    "Your name, as others will see it": "Bea Sampleton",
    "Your letter": "Dear colleague, come in.",
    "Where it counts": "California",
    "Its number": "PSY-SAMPLE-1",
    Town: "Sampleton",
    "State, province or country": "California",
    "An hour costs": "180",
  };
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  for (const name of ["EMDR", "burnout", "evenings", "video", "English"]) {
    await page.getByRole("checkbox", { name, exact: true }).check({ force: true });
  }
  await page.getByLabel(/within so many days/).fill("2");
  await page.getByRole("button", { name: "Look it over" }).click();
  await page.getByRole("button", { name: "Hand it in" }).click();
  await expect(page.getByText(/Until then nobody else sees it/)).toBeVisible();
}
