// The browser that the scripts here drive.
import { chromium } from "playwright-core";

/** Starts the program at this path without a window, and without anything that would reach beyond this machine by itself. */
export const launch = (executablePath) => chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
