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

/** Every sealed record this site keeps, as text that can be compared. */
export function recordsStored(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done) => {
      const opening = indexedDB.open("held");
      opening.onsuccess = () => done(opening.result);
    });
    const blobs = database.transaction("blobs").objectStore("blobs");
    const all = <T>(request: IDBRequest<T>) => new Promise<T>((done) => (request.onsuccess = () => done(request.result)));
    const [keys, values] = await Promise.all([all(blobs.getAllKeys()), all(blobs.getAll())]);
    database.close();
    return values.filter((_, at) => keys[at] !== "head").map((value) => String(value));
  });
}

/** Spoils one record, as a failing disk would. */
export async function spoilARecord(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done) => {
      const opening = indexedDB.open("held");
      opening.onsuccess = () => done(opening.result);
    });
    const transaction = database.transaction("blobs", "readwrite");
    const cursors = transaction.objectStore("blobs").openCursor();
    cursors.onsuccess = () => {
      const cursor = cursors.result;
      if (!cursor) return;
      if (cursor.key === "head") return cursor.continue();
      const sealed = cursor.value as Uint8Array;
      sealed[sealed.length - 1]! ^= 1;
      cursor.update(sealed);
    };
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  });
}
