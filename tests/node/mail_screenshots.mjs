// Takes pictures of HTML files: at 360 and 800 pixels, in light and dark. Arguments: the browser's program, the folder to write to or "-" for no
// pictures, the files.
// Prints how wide each page's content is at each width, so that one can see what would have to be scrolled sideways.
import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

const [executablePath, folder, ...files] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
const results = {};
try {
  for (const width of [360, 800]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme, javaScriptEnabled: false, offline: true });
      const page = await context.newPage();
      for (const file of files) {
        await page.setContent(await readFile(file, "utf8"));
        const name = `${basename(file, ".html")}-${width}-${colorScheme}`;
        if (folder !== "-") await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
        const box = await page.locator("html").boundingBox();
        const inner = await page.locator("body > table").boundingBox();
        results[name] = { width, page: Math.round(box.width), content: Math.round(inner.width) };
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(results));
