// The least that must work: the app opens under its strict policy, and help lines need no script at all.
import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/test.ts";

test("the app opens, quietly", async ({ page, complaints }) => {
  const response = await page.goto("/");
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe-inline");
  await expect(page).toHaveTitle(/Held/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("#opening")).toHaveCount(0);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("files with a hash in their name may be kept forever, pages may not", async ({ page }) => {
  const opened = await page.goto("/");
  expect(opened?.headers()["cache-control"]).toContain("no-cache");
  const address = await page.locator('link[rel="stylesheet"]').getAttribute("href");
  const sheet = await page.request.get(address ?? "");
  expect(sheet.headers()["cache-control"]).toContain("immutable");
  expect(sheet.headers()["content-encoding"]).toBe("br");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("help lines can be read", async ({ page }) => {
    await page.goto("/help");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: /988/ }).first()).toBeVisible();
  });
});

test("help lines are for everyone", async ({ page, complaints }) => {
  await page.goto("/help");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
