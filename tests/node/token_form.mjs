// Opens the page behind a token at the URL given as the first argument and presses its button. Prints the heading of what comes of it, where the form
// says that it comes from, and the referrers of all that was asked for. The second argument is the browser's program.
import { launch } from "./browser.mjs";

const [url, executablePath] = process.argv.slice(2);
const browser = await launch(executablePath);
const results = {};

try {
  const page = await browser.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request));
  await page.goto(url);
  await Promise.all([page.waitForNavigation(), page.locator("main form[method=post] button").click()]);
  results.heading = await page.locator("h1").textContent();
  const headers = await Promise.all(requests.map((request) => request.allHeaders()));
  results.origin = headers[requests.findIndex((request) => request.method() === "POST")].origin;
  results.referrers = headers.map((sent) => sent.referer).filter(Boolean);
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));
