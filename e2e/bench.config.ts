// The same browser, for measuring: `cargo xtask bench first-load`.
import config from "./playwright.config.ts";

export default { ...config, testDir: "bench", testMatch: "*.bench.ts", reporter: [["line"]], timeout: 600_000 };
