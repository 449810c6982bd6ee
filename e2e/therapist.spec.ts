// Both sides of the door, in two browsers: a therapist hands her listing in and a steward signs it; a clinician finds her,
// asks, says hello, and is answered; one hello worries her, and one is never answered.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type Page, expect, test } from "@playwright/test";
import { canary, expectNoCanary } from "./support/canaries.ts";
import { door, unlock } from "./support/door.ts";
import { Server } from "./support/server.ts";
import { everythingStored } from "./support/stored.ts";
import { listen } from "./support/test.ts";
import { Wire } from "./support/wire.ts";

const PASSPHRASE = "late light north window";
const NAME = "Bea Sampleton";
const contacts = readFileSync(resolve(import.meta.dirname, "../sample/contacts.vcf"));

/** Sixty more people: nothing is answered from a list of fewer than fifty. */
const sixtyMore = Array.from({ length: 60 }, (_, number) => {
  const about = [`FN:Sample Person ${number}`, `EMAIL:person${number}@example.org`, "CATEGORIES:Colleagues"];
  return ["BEGIN:VCARD", "VERSION:4.0", ...about, "END:VCARD", ""].join("\r\n");
}).join("");

test("a therapist is listed, found, asked, greeted, and answers", async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await Server.start({ sample: false });
  const wire = await Wire.to(server.port);
  const complaints: string[] = [];
  const bea = await arrives(browser, wire, complaints);
  const [letGo, first, second, worried, reach, kindly, silence] = [
    canary("let-go"),
    canary("first"),
    canary("second"),
    canary("worried"),
    canary("reach"),
    canary("kindly"),
    canary("silence"),
  ];

  await test.step("she writes a listing, and what does not fit is said beside it", async () => {
    await bea.getByRole("link", { name: "People", exact: true }).click();
    await bea.getByRole("link", { name: /My door/ }).click();
    await bea.getByRole("link", { name: "Write a listing" }).click();
    await bea.getByLabel("Your name, as others will see it").fill(NAME);
    await bea.getByLabel("Your letter").fill(letGo);
    await bea.getByLabel("An hour costs").fill("a hundred");
    await bea.getByRole("button", { name: "Look it over" }).click();
    await expect(bea.getByText("8 things do not fit yet")).toBeVisible();
    await expect(bea.getByLabel("Where it counts")).toBeFocused();
    await expect(bea.getByLabel("An hour costs")).toHaveAccessibleDescription("Digits only, like 180 or 180.50.");
  });

  await test.step("a lock in the middle of it loses nothing", async () => {
    await bea.reload();
    await bea.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
    await bea.getByRole("button", { name: "Open", exact: true }).click();
    await expect(bea.getByLabel("Your letter")).toHaveValue(letGo, { timeout: 30_000 });
    await expect(bea.getByLabel("An hour costs")).toHaveValue("a hundred");
  });

  await test.step("she sees it as others will, and hands it in", async () => {
    await bea.getByLabel("Your letter").fill("Dear colleague, come in.\n\nThere is tea.");
    await bea.getByLabel("Where it counts").fill("California");
    await bea.getByLabel("Its number").fill("PSY-SAMPLE-1");
    await bea.getByLabel("Town").fill("Sampleton");
    await bea.getByLabel("State, province or country").fill("California");
    await tick(bea, "EMDR");
    await tick(bea, "burnout");
    await bea.getByLabel("An hour costs").fill("180");
    await bea.getByLabel("Sliding down to").fill("90");
    await tick(bea, "Private pay, no diagnosis on file");
    await tick(bea, "evenings");
    await tick(bea, "video");
    await tick(bea, "English");
    await bea.getByLabel(/within so many days/).fill("2");
    await tick(bea, "Never a supervisor or assessor");
    await bea.getByRole("button", { name: "Look it over" }).click();
    await expect(heading(bea, "As others will see it")).toBeVisible();
    await expect(bea.getByText("$180 an hour, sliding to $90")).toBeVisible();
    await bea.getByRole("button", { name: "Hand it in" }).click();
    await expect(bea.getByText(/Until then nobody else sees it/)).toBeVisible();
  });

  await test.step("a steward looks, and signs", async () => {
    await sign(server);
    await expect(bea.getByText(`Listed as ${NAME}`, { exact: false })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("a change takes the same way", async () => {
    await bea.getByRole("link", { name: "Change your listing" }).click();
    await bea.getByLabel("Town").fill("New Sampleton");
    await bea.getByRole("button", { name: "Look it over" }).click();
    await bea.getByRole("button", { name: "Hand it in" }).click();
    await expect(bea.getByText(/Until then others see the one before/)).toBeVisible();
    await sign(server);
  });

  await test.step("her people, from whom checks are answered", async () => {
    await bringContactsIn(bea, Buffer.concat([contacts, Buffer.from(sixtyMore)]));
    await bea.getByRole("button", { name: "Nobody here" }).click();
    await tick(bea, "colleagues");
  });

  const ana = await arrives(browser, wire, complaints);
  await test.step("a clinician finds her and asks whether they know someone", async () => {
    await bringContactsIn(ana, contacts);
    await tick(ana, "colleagues");
    await find(ana);
    await expect(ana.getByText("New Sampleton · California")).toBeVisible();
    await ana.getByRole("link", { name: "Do we know someone?" }).click();
    await ana.getByRole("button", { name: "Check privately" }).click();
    await expect(ana.getByText(/On its way\. Expect an answer by/)).toBeVisible();
    await toHerDoor(bea);
    await expect(bea.getByText("Not verified: nothing shows that a colleague asked.")).toBeVisible({ timeout: 60_000 });
    await bea.getByRole("button", { name: "Answer from my people" }).click();
    await expect(ana.getByText(/More than two among the \d+ you asked about/)).toBeVisible({ timeout: 60_000 });
  });

  await test.step("a hello is read and answered", async () => {
    await hello(ana, first);
    await read(bea, first);
    await answer(bea, "There is room", kindly);
    await expect(ana.getByText(kindly)).toBeVisible({ timeout: 60_000 });
    await putAway(ana);
  });

  await test.step("another is declined", async () => {
    await hello(ana, second);
    await read(bea, second);
    await answer(bea, "Not now");
    await expect(ana.getByText(`${NAME} has answered.`)).toBeVisible({ timeout: 60_000 });
    await expect(ana.getByRole("blockquote").getByText("Not now.")).toBeVisible();
    await putAway(ana);
  });

  await test.step("one worries her: the card is beside her answer, and help comes with it", async () => {
    await hello(ana, worried, reach);
    await read(bea, worried);
    await expect(bea.getByText(`If you worry: ${reach}`)).toBeVisible();
    await bea.getByRole("radio", { name: /I am concerned about you/ }).check({ force: true });
    await expect(bea.getByText("A hello that worries you")).toBeVisible();
    await answer(bea, "I am concerned");
    await expect(ana.getByText("She has thought of you, and these people answer now.")).toBeVisible({ timeout: 60_000 });
    await expect(ana.getByRole("note").getByRole("link", { name: "Need more now" })).toBeVisible();
    await putAway(ana);
  });

  await test.step("one is not answered: when its day has passed there is a kind next step", async () => {
    await hello(ana, silence);
    await expect(ana.getByText(/Sealed, in her mailbox\. Expect an answer by/)).toBeVisible();
    await passDays(ana, 4);
    await unlock(ana, PASSPHRASE);
    await ana.getByRole("link", { name: "People", exact: true }).click();
    await ana.getByRole("link", { name: /Letters/ }).click();
    await expect(ana.getByText(/nothing about you/)).toBeVisible();
    await expect(ana.getByRole("link", { name: "Find someone else" })).toBeVisible();
  });

  // Before there is a directory the server says so, and the service worker is kept out on purpose; nothing else.
  expect(complaints.filter((it) => !/Failed to load resource|Service Worker registration blocked/.test(it))).toEqual([]);
  const words = [letGo, first, second, worried, reach, kindly, silence];
  expectNoCanary(wire.sent, words, "what was sent");
  expectNoCanary(await server.everythingKept(), words, "the server's folder and log");
  expectNoCanary(await everythingStored(bea), words, "the therapist's browser");
  expectNoCanary(await everythingStored(ana), words, "the clinician's browser");
  await Promise.all([bea.context().close(), ana.context().close()]);
  await wire.close();
  await server.stop();
});

/** Someone with a browser of her own. Its service worker stays out, so that a script can be changed on its way. */
async function arrives(browser: Browser, wire: Wire, complaints: string[]): Promise<Page> {
  const context = await browser.newContext({ baseURL: wire.address, serviceWorkers: "block" });
  const page = await context.newPage();
  listen(page, complaints);
  await door(page, PASSPHRASE);
  return page;
}

async function sign(server: Server): Promise<void> {
  let waiting = "";
  await expect.poll(async () => (waiting = await server.steward("pending"))).toContain(NAME);
  expect(waiting).toContain("US-CA psychologist PSY-SAMPLE-1 (licensed)");
  const listing = /^(\S+) {2}/m.exec(waiting)?.[1] ?? "";
  await server.steward("sign", "--listing", listing, "--checked", "public-register");
}

async function bringContactsIn(page: Page, buffer: Buffer): Promise<void> {
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("link", { name: /rather not run into/ }).click();
  await page.getByText("Bring contacts in").click();
  await page.getByLabel("Contacts file").setInputFiles({ name: "contacts.vcf", mimeType: "text/vcard", buffer });
  await page.getByRole("button", { name: "Keep these" }).click();
  await expect(page.getByText(/Nothing is ticked yet/)).toBeVisible();
}

async function tick(page: Page, name: string): Promise<void> {
  await page.getByRole("checkbox", { name, exact: true }).check({ force: true });
}

async function toHerDoor(page: Page): Promise<void> {
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("link", { name: /My door/ }).click();
}

async function find(page: Page): Promise<void> {
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("link", { name: /Find someone/ }).click();
  await page.getByRole("link", { name: NAME }).click({ timeout: 60_000 });
}

async function hello(page: Page, words: string, reach = ""): Promise<void> {
  await find(page);
  await page.getByRole("link", { name: "Say hello" }).click();
  await page.getByLabel("Your own words, if any").fill(words);
  if (reach) {
    await page.getByText("If she worries about you").click();
    await page.getByLabel("How to reach you then").fill(reach);
  }
  await page.getByRole("button", { name: "Look it over" }).click();
  await page.getByRole("button", { name: "Seal and send" }).click();
  await expect(heading(page, "Letters")).toBeVisible();
}

/** Opens the hello that has not been read yet. */
async function read(page: Page, words: string): Promise<void> {
  await toHerDoor(page);
  await page.getByRole("button", { name: /not read yet/ }).click({ timeout: 60_000 });
  await expect(page.getByText(words)).toBeVisible();
}

async function answer(page: Page, kind: string, words = ""): Promise<void> {
  await page.getByRole("radio", { name: new RegExp(kind) }).check({ force: true });
  if (words) await page.getByLabel("Your own words").fill(words);
  await page.getByRole("button", { name: "Seal and answer" }).click();
  await expect(heading(page, "My door")).toBeVisible();
}

async function putAway(page: Page): Promise<void> {
  await page.locator("section", { hasText: "has answered." }).getByRole("button", { name: "Put it away" }).click();
}

/** Opens Held again some days later: the clock of its Worker, where the client runs, goes ahead. */
async function passDays(page: Page, days: number): Promise<void> {
  await page.route(/\/assets\/vault-[0-9a-f]+\.js$/, async (route) => {
    const response = await route.fetch();
    const ahead = `{ const now = Date.now; Date.now = () => now() + ${days} * 86_400_000; }\n`;
    await route.fulfill({ response, body: ahead + (await response.text()) });
  });
  await page.goto("/");
}

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name });
}
