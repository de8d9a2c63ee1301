// Runs the browser tests: tests/live/with-site node tests/browser/run.mjs [PATTERN...]
import { readdirSync } from "node:fs";
import { runAll } from "./lib.mjs";

const files = readdirSync(new URL(".", import.meta.url)).filter((f) => f.endsWith(".mjs") && !["run.mjs", "lib.mjs"].includes(f));
process.exit(await runAll(files.sort(), process.argv.slice(2)));
