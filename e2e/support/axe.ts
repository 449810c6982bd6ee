// Whether everyone can use what is on the screen: axe with every rule on, in both themes, narrow and wide.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Page, expect } from "@playwright/test";
import type { AxeResults } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [360, 1280];
const themes = ["light", "dark"] as const;

/** Checks the screen as it is now. Leaves the page as wide and as light as it was. */
export async function expectAccessible(page: Page): Promise<void> {
  const size = page.viewportSize();
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const found = await problems(page);
      expect(found, `${page.url()}, ${theme}, ${width} px wide`).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider, `${page.url()} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (size) await page.setViewportSize(size);
}

async function problems(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run(document));
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
  );
}

interface Axe {
  run(root: Document): Promise<AxeResults>;
}
