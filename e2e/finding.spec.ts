// Looking for someone by fee, opening, language and the rest: said back in words, let go of singly, and never sent.
import { expectAccessible } from "./support/axe.ts";
import { door } from "./support/door.ts";
import { expect, test } from "./support/test.ts";
import { comesByItself } from "./support/wire.ts";

test("what she looks for is said back, and each wish can be let go of", async ({ page, wire, complaints }) => {
  await door(page);
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("link", { name: /Find someone/ }).click();
  await expect(page.getByText(/ listed\. This edition/)).toBeVisible({ timeout: 60_000 });
  const total = page.getByRole("heading", { level: 2, name: /(people|person) fit/ });
  const everyone = await total.textContent();
  const before = wire.requests.length;

  await page.getByText("Fee, and the next opening").click();
  await page.getByLabel("At most, for an hour").fill("a little");
  await expect(page.getByText("That is no sum yet.")).toBeVisible();
  await page.getByLabel("At most, for an hour").fill("120");
  await page.getByRole("radio", { name: "within 8 weeks" }).check({ force: true });
  await page.getByText("When, how and in which language").click();
  await page.getByLabel("Language").selectOption("English");
  const chosen = page.getByRole("region", { name: "You look for" });
  await expect(chosen.getByRole("button")).toHaveText([
    "at most $120 an hour",
    "room within 8 weeks",
    "English",
    "Let go of all of it",
  ]);
  await expect(page.getByText(/within your fee/).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Where will you sit?").selectOption({ label: "Ireland" });
  await expect(chosen.getByText("at most $120 an hour"), "a sum stays in its currency").toBeVisible();
  await expect(page.getByText(/Nobody fits all of it/)).toBeVisible();
  await page.getByRole("button", { name: /^without “/ }).first().focus();
  await page.keyboard.press("Enter");
  await expect(total, "the keys go on from the result").toBeFocused();

  await chosen.getByRole("button", { name: "Let go of “room within 8 weeks”" }).click();
  await expect(page.getByRole("radio", { name: "whenever" })).toBeChecked();
  await chosen.getByRole("button", { name: "Let go of all of it" }).click();
  await expect(chosen).toHaveCount(0);
  await expect(page.getByLabel("At most, for an hour")).toHaveValue("");
  await expect(total).toHaveText(everyone ?? "");

  const asked = wire.requests.slice(before).filter((it) => !comesByItself(it));
  expect(asked, "nothing that follows from a wish was asked of the server").toEqual([]);
  expect(complaints).toEqual([]);
});
