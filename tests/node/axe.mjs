// Checks pages for accessibility with axe-core (WCAG 2.2 A and AA, and its best practices), at the width of a desk and of a telephone. Arguments:
// the browser's program, the cookies or "-", the addresses. After an address, behind a space, may stand a file: the page that a form sent there
// was answered with, which no browser gets by opening the address. Prints what is wrong as JSON, a list for each page that has something.
import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [executablePath, cookies, ...places] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
const problems = {};
try {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ locale: "de-DE", viewport: { width, height: 900 } });
    if (cookies !== "-") {
      const { origin: url } = new URL(places[0].split(" ")[0]);
      await context.addCookies(cookies.split("; ").map((pair) => ({ name: pair.split("=")[0], value: pair.slice(pair.indexOf("=") + 1), url })));
    }
    const page = await context.newPage();
    for (const place of places) {
      const [url, path] = place.split(" ");
      const isIt = (address) => address.href === url;
      if (path) await page.route(isIt, (route) => route.fulfill({ path, contentType: "text/html; charset=utf-8" }));
      const answer = await page.goto(url);
      if (path) await page.unroute(isIt);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) found.push(`has to be scrolled sideways by ${sideways} pixels`);
      if (!answer.ok()) found.push(`answered with ${answer.status()}`);
      if (found.length > 0) problems[`${place} at ${width}`] = found;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(problems));
