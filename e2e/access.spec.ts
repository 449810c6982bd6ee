// Whether everyone can use every screen: axe with no rule off, in both themes, narrow and wide; narrow windows and large
// text; forced colours, still pages, paper. One vault walks through every route once.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Locator, type Page, expect } from "@playwright/test";
import { expectAccessible, expectRoomy } from "./support/axe.ts";
import { door, expectNow } from "./support/door.ts";
import { test } from "./support/test.ts";

// A trace keeps a picture of every page at every step, which this many pages would drown in.
test.use({ trace: "off" });

const PASSPHRASE = "late light north window";
const sample = (name: string) => resolve(import.meta.dirname, "../sample", name);

/** Every address the app knows, as `router.rs` lists them: a new screen is walked without being asked for. */
const ROUTES = Array.from(
  readFileSync(resolve(import.meta.dirname, "../crates/web/src/router.rs"), "utf8").matchAll(/\("(\/[a-z/-]*)", Route::/g),
  ([, path]) => path ?? "",
);

test("every screen can be used by everyone", async ({ page, context, complaints }) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ reducedMotion: "reduce" });

  await test.step("the first door", async () => {
    await page.goto("/");
    for (const name of ["Go on", "Go on", "Begin"]) {
      await look(page);
      await page.getByRole("button", { name, exact: true }).click();
    }
    await look(page);
    await page.getByRole("radio", { name: "With a passphrase" }).check();
    await page.getByRole("button", { name: "Make it mine" }).click();
    await look(page);
    await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
    await page.getByRole("button", { name: "Make it mine" }).click();
    await expectNow(page);
  });

  await test.step("every route, before anything is there", async () => {
    expect(ROUTES.length).toBeGreaterThan(14);
    for (const route of [...ROUTES, "/no/such/place"]) {
      await visit(page, route);
      await look(page);
    }
  });

  await test.step("the pages of a check-in", async () => {
    await visit(page, "/check-in");
    await page.getByRole("radio", { name: /^Some/ }).check({ force: true });
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(heading(page, "What came home with you?")).toBeVisible();
    await page.getByRole("checkbox", { name: "Numb" }).check({ force: true });
    await look(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(heading(page, "Where is it?")).toBeVisible();
    await page.locator(".body .region").first().click();
    await look(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(heading(page, "Anything to set down?")).toBeVisible();
    await look(page);
    await page.getByRole("button", { name: /Nothing tonight|Skip/ }).first().click();
    await expect(heading(page, "Noted")).toBeVisible();
    await look(page);
  });

  await test.step("what was brought in", async () => {
    await visit(page, "/inside/calendar");
    await page.getByLabel("Calendar file").setInputFiles(sample("calendar.ics"));
    await expect(page.getByRole("heading", { name: /would be kept/ })).toBeVisible();
    await look(page);
    await page.getByRole("button", { name: "Keep these counts" }).click();
    await expect(page.getByText(/new, 0 moved/)).toBeVisible();
    await look(page);
    await visit(page, "/people/mine");
    await page.getByText("Bring contacts in").click();
    await page.getByLabel("Contacts file").setInputFiles(sample("contacts.vcf"));
    await page.getByRole("button", { name: "Keep these" }).click();
    await expect(page.getByText(/Nothing is ticked yet\. That is for you/)).toBeVisible();
    await page.locator(".people details").first().evaluate((row: HTMLDetailsElement) => (row.open = true));
    await look(page, { open: false });
  });

  await test.step("someone who is listed", async () => {
    await visit(page, "/people/find");
    await expect(page.getByText(/ listed\. This edition/)).toBeVisible({ timeout: 60_000 });
    await page.getByRole("article").first().getByRole("link").click();
    for (const route of ["/people/someone", "/people/check", "/people/hello"]) {
      await visit(page, route);
      await look(page);
    }
    await page.getByRole("radio", { name: "I don’t know where to start." }).check({ force: true });
    await page.getByRole("button", { name: "Look it over" }).click();
    await expect(heading(page, "This is all that leaves")).toBeVisible();
    await look(page);
    await page.getByRole("button", { name: "Seal and send" }).click();
    await expect(page.getByText(/Expect an answer by/)).toBeVisible();
    await look(page);
  });

  await test.step("a listing that does not fit yet", async () => {
    await visit(page, "/people/door/listing");
    await page.getByRole("button", { name: "Look it over" }).click();
    await expect(page.getByText(/things do not fit yet/)).toBeVisible();
    await look(page);
  });

  await test.step("without a network, in another tab, before a dialog, locked, veiled", async () => {
    await visit(page, "/");
    await context.setOffline(true);
    await expect(page.locator(".offline")).toBeVisible();
    await look(page);
    await context.setOffline(false);
    const second = await context.newPage();
    await second.goto("/");
    await expect(second.getByText("Held is open in another tab.")).toBeVisible();
    await expectNow(second);
    await look(second);
    await second.close();

    await visit(page, "/yours");
    await page.getByRole("button", { name: "Remove everything" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page);
    await page.keyboard.press("Escape");

    await visit(page, "/");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(page).toHaveTitle("New tab");
    await look(page);
    await page.getByRole("button", { name: "Go back to the lock" }).click();
    await look(page);
    await page.getByRole("textbox", { name: "Passphrase" }).fill("no");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page.getByText("That didn’t open it.")).toBeVisible({ timeout: 30_000 });
    await look(page);
  });

  complaints.splice(0, complaints.length, ...complaints.filter((it) => !/Failed to load resource|ERR_/.test(it)));
});

test("pages of the server can be used by everyone", async ({ page }) => {
  await page.goto("/therapists");
  await look(page);
  await page.getByRole("link", { name: /\(sample\)/ }).first().click();
  await expect(page).toHaveURL(/\/therapists\/.+/);
  await look(page);
  for (const path of ["/help", "/therapists/nobody"]) {
    await page.goto(path);
    await look(page);
  }
});

test("a page that cannot start says so to everyone", async ({ page, complaints }) => {
  await page.route(/\/assets\/web-[0-9a-f]+\.wasm/, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByText("Held could not start in this browser.", { exact: false })).toBeVisible();
  await look(page);
  await page.unroute(/\/assets\/web-[0-9a-f]+\.wasm/);
  await page.route(/\/assets\/vault-[0-9a-f]+\.js/, async (route) => {
    await route.fulfill({ response: await route.fetch(), body: 'postMessage("the Worker says that it broke")' });
  });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible({ timeout: 5000 });
  await look(page);
  complaints.length = 0;
});

test("in forced colours, choices, focus and the body map can be told apart", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await door(page, PASSPHRASE);
  await visit(page, "/check-in");
  const step = page.getByRole("radio", { name: /^Some/ });
  await step.focus();
  await page.keyboard.press("Space");
  const label = page.locator(".step", { has: step });
  expect(await outline(label)).toBeGreaterThanOrEqual(3);
  expect(await outline(page.locator(".step").last())).toBe(0);
  await page.getByRole("button", { name: "Continue" }).click();
  const chip = page.locator(".chip", { hasText: "Numb" });
  await chip.click();
  expect(await outline(chip)).toBeGreaterThanOrEqual(3);
  await expect(chip.locator(".tick")).toBeVisible();
  for (let tabs = 0; tabs < 30 && !(await focused(page, "Continue")); tabs += 1) await page.keyboard.press("Tab");
  expect(await outline(page.getByRole("button", { name: "Continue" }))).toBeGreaterThanOrEqual(3);
  await page.keyboard.press("Enter");

  await expect(heading(page, "Where is it?")).toBeVisible();
  const region = page.locator(".body .region").first();
  const seen = new Set<string>();
  for (let touches = 0; touches < 5; touches += 1) {
    await expect(region).toHaveAttribute("data-depth", String(touches));
    seen.add(await region.evaluate(paint));
    await region.click();
  }
  expect(seen.size, "each depth is painted in its own way").toBe(5);
  const outlineColour = await page.locator(".body .outline").evaluate((it) => getComputedStyle(it).stroke);
  expect(outlineColour).toBe(await page.locator("h1").evaluate((it) => getComputedStyle(it).color));
});

test("with reduced motion nothing moves, and without it nothing goes on moving", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await door(page, PASSPHRASE);
  for (const route of ROUTES) {
    await visit(page, route);
    expect(await page.evaluate(() => document.getAnimations().length), route).toBe(0);
  }
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await visit(page, "/people");
  const longest = await page.evaluate(() =>
    Math.max(0, ...document.getAnimations().map((it) => Number(it.effect?.getComputedTiming().endTime ?? 0))),
  );
  expect(longest).toBeLessThanOrEqual(300);
});

test("on paper there is the text and nothing around it", async ({ page }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const path of ["/help", "/therapists"]) {
    await page.goto(path);
    if (path === "/therapists") await page.goto((await page.getByRole("link", { name: /\(sample\)/ }).first().getAttribute("href")) ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("navigation")).toBeHidden();
    const [ink, paper] = await page.evaluate(() => {
      const { color } = getComputedStyle(document.querySelector("main") ?? document.body);
      return [color, getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor];
    });
    expect(ink).toBe("rgb(43, 42, 39)");
    expect(paper).toBe("rgba(0, 0, 0, 0)rgba(0, 0, 0, 0)");
  }
  // A number to call is of no use on paper unless it can be read.
  await page.goto("/help");
  await expect(page.getByRole("link", { name: /988/ }).first()).toBeVisible();
});

test("her theme is there before the first paint", async ({ page, complaints }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await door(page, PASSPHRASE);
  await visit(page, "/yours");
  await page.getByRole("radio", { name: /night/i }).check({ force: true });
  await page.route(/\/assets\/start-[0-9a-f]+\.js/, (route) => route.abort());
  await page.reload();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe("rgb(27, 29, 28)");
  complaints.length = 0;
});

/** What every screen is held to, with everything that can be unfolded unfolded. */
async function look(page: Page, { open = true } = {}): Promise<void> {
  if (open) {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
  }
  await expectAccessible(page);
  await expectRoomy(page);
}

/** Goes to an address of the app as a link would, without loading the page, which would lock the vault. */
async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await expect(page.getByRole("heading", { level: 1 }).and(page.locator(":visible"))).toHaveCount(1);
}

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name });
}

/** How wide a line is drawn around it. */
function outline(of: Locator): Promise<number> {
  return of.evaluate((it) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(it);
    return outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth);
  });
}

function focused(page: Page, words: string): Promise<boolean> {
  return page.evaluate((words) => document.activeElement?.textContent?.trim() === words, words);
}

/** How a region of the body is painted. */
function paint(region: SVGElement | HTMLElement): string {
  const of = (part: string) => {
    const painted = region.querySelector(part);
    const { fill, fillOpacity, stroke, strokeDasharray, strokeWidth } = getComputedStyle(painted ?? region);
    return [fill, fillOpacity, stroke, strokeDasharray, strokeWidth].join(" ");
  };
  return `${of(".depth")} / ${of(".pattern")}`;
}
