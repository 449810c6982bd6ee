// What a browser keeps of Held: sealed, every byte of it.
import { type Page, expect } from "@playwright/test";

/** Every byte the browser's database holds for this site. */
export async function everythingStored(page: Page): Promise<Buffer> {
  const stored = await page.evaluate(async () => {
    const open = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const bytes: number[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await open(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) {
        for (const value of await open(database.transaction(store).objectStore(store).getAll())) {
          if (value instanceof Uint8Array) bytes.push(...value);
          else bytes.push(...new TextEncoder().encode(JSON.stringify(value)));
        }
      }
      database.close();
    }
    return bytes;
  });
  expect(stored.length, "there is something to look through").toBeGreaterThan(1_000);
  return Buffer.from(stored);
}
