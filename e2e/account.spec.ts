// An account on two devices: made with the keyboard, signed in to with a passphrase, a recovery code and a passkey; wrong
// input, no network, a device turned away, and leaving.
import { type Browser, type Page, expect } from "@playwright/test";
import { expectAccessible, expectRoomy } from "./support/axe.ts";
import { canary, expectNoCanary } from "./support/canaries.ts";
import { door, expectNow } from "./support/door.ts";
import { everythingStored } from "./support/stored.ts";
import { test } from "./support/test.ts";

const PASSPHRASE = "late light north window";
/** Stretching takes a moment on purpose, on both ends of a sign-in. */
const STRETCHED = { timeout: 60_000 };

test("an account is made, and opens on a second device", async ({ page, browser, baseURL }) => {
  test.setTimeout(300_000);
  await door(page, PASSPHRASE);

  await test.step("two kinds of ways in come first", async () => {
    await goToAccount(page);
    await expect(page.getByText("It takes two kinds of ways in first.")).toBeVisible();
    await look(page);
    await proveCode(page);
  });

  const laptop = canary("laptop");
  const name = await test.step("it is made with the keyboard alone", async () => {
    await goToAccount(page);
    await look(page);
    await tabTo(page, "account-passphrase");
    await page.keyboard.type("not that one");
    await page.keyboard.press("Enter");
    await expect(page.getByText("That is not what opens this device.")).toBeVisible(STRETCHED);
    await tabTo(page, "account-passphrase");
    await page.keyboard.type(PASSPHRASE);
    await tabTo(page, "device-name");
    await page.keyboard.type(laptop);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Your account’s name" })).toBeVisible(STRETCHED);
    await expect(page.getByRole("heading", { name: laptop })).toBeVisible(STRETCHED);
    await look(page);
    return (await page.locator(".account-name").innerText()).trim();
  });
  expect(name).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);
  expectNoCanary(await everythingStored(page), [name, laptop], "what the browser stores");

  const phone = await device(browser, baseURL);
  await test.step("a wrong passphrase and an unknown name are told alike", async () => {
    await goToSignIn(phone);
    await look(phone);
    for (const [tried, passphrase] of [[name, "something else"], ["grey-nobody-0000", PASSPHRASE]] as const) {
      await signIn(phone, tried, passphrase);
      await expect(phone.getByText("That didn’t sign you in.")).toBeVisible(STRETCHED);
    }
    await look(phone);
    await signIn(phone, "grey heron", PASSPHRASE);
    await expect(phone.getByText("That is no account’s name.")).toBeVisible();
  });

  await test.step("without a network that is said", async () => {
    await phone.context().setOffline(true);
    await signIn(phone, name, PASSPHRASE);
    await expect(phone.getByText("The server can’t be reached.")).toBeVisible(STRETCHED);
    await phone.context().setOffline(false);
  });

  await test.step("the right ones open it", async () => {
    await signIn(phone, name.toUpperCase().replaceAll("-", " "), PASSPHRASE);
    await expectNow(phone);
    await goToAccount(phone);
    await expect(phone.locator(".account-name")).toHaveText(name);
    await expect(phone.getByRole("heading", { level: 3 })).toHaveCount(2, STRETCHED);
  });

  await test.step("a device is turned away", async () => {
    await phone.getByRole("button", { name: /^Turn away / }).click();
    await look(phone);
    await phone.getByRole("button", { name: "Turn away", exact: true }).last().click();
    await expect(phone.getByRole("heading", { level: 3 })).toHaveCount(1, STRETCHED);
    await page.reload();
    await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page.getByText("This device is signed out.")).toBeVisible(STRETCHED);
    await look(page);
  });

  await test.step("the account is deleted, and what is on the device stays", async () => {
    await phone.getByRole("button", { name: "Delete the account" }).click();
    await phone.getByLabel("To be sure, your account’s name").fill(name);
    await phone.getByRole("button", { name: "Delete it" }).click();
    await expect(phone.getByText("The account is deleted.")).toBeVisible(STRETCHED);
    await look(phone);
  });
  await phone.context().close();
});

test("a recovery code and a passkey sign in on a new device", async ({ page, browser, baseURL }) => {
  test.setTimeout(300_000);
  await door(page, PASSPHRASE);
  await authenticator(page);
  const code = await proveCode(page);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Passkey" }).first()).toBeVisible();
  await goToAccount(page);
  await page.getByLabel("Passphrase", { exact: true }).first().fill(PASSPHRASE);
  await page.getByRole("button", { name: "Make an account" }).click();
  await expect(page.getByRole("heading", { name: "Your account’s name" })).toBeVisible(STRETCHED);

  await test.step("the code, with a new passphrase", async () => {
    const tablet = await device(browser, baseURL);
    await goToSignIn(tablet);
    await tablet.getByText("Sign in with the recovery code").click();
    await look(tablet);
    await tablet.getByRole("textbox", { name: "Recovery code" }).fill(code);
    await tablet.getByLabel("New passphrase").fill("another kettle sings");
    await tablet.getByRole("button", { name: "Sign in with the code" }).click();
    await expectNow(tablet);
    await tablet.context().close();
  });

  await test.step("the passkey, asked twice, where nothing is left", async () => {
    await page.getByRole("link", { name: "Yours" }).click();
    await page.getByRole("button", { name: "Remove everything" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove everything" }).click();
    await goToSignIn(page);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page.getByText("You are signed in.")).toBeVisible(STRETCHED);
    await look(page);
    await page.getByRole("button", { name: "Open with the passkey" }).click();
    await expectNow(page);
  });
});

/** Another browser with nothing in it. */
async function device(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: "en-US" });
  return context.newPage();
}

async function goToSignIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "I have an account" }).click();
  await expect(page.getByLabel("Your account’s name")).toBeVisible();
}

async function signIn(page: Page, name: string, passphrase: string): Promise<void> {
  await page.getByLabel("Your account’s name").fill(name);
  await page.getByRole("textbox", { name: "Passphrase", exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function goToAccount(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Yours" }).click();
  await page.getByRole("link", { name: "Account and devices" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
}

/** Makes a recovery code and types it back. */
async function proveCode(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Yours" }).click();
  await page.getByRole("link", { name: "Ways in" }).click();
  await page.getByRole("button", { name: "Make a recovery code" }).click();
  await expect(page.locator(".code-words li")).toHaveCount(16);
  const words = (await page.locator(".code-words li").allTextContents()).join(" ");
  await page.getByRole("button", { name: "I have it safe" }).click();
  await page.getByRole("textbox", { name: "Recovery code" }).fill(words);
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.getByText("It works.")).toBeVisible();
  return words;
}

/** Plugs in an authenticator that always says yes. */
async function authenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
    },
  });
}

async function look(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectRoomy(page);
}

async function tabTo(page: Page, id: string): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard never reaches ${id}`);
}
