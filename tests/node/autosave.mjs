// Types into the form of a case on the demo instance at the URL given as the first argument, without pressing a button until the end.
// Prints what the page says and where the button leads. The second argument is the browser's program.
import { launch } from "./browser.mjs";

const [url, executablePath] = process.argv.slice(2);
const browser = await launch(executablePath);
const problems = [];
const results = { problems };

const signedIn = async (role) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("409") && problems.push(message.text()));
  await page.goto(`${url}/anmelden`);
  await page.locator("form[action='/demo/anmelden'] button", { hasText: role }).first().click();
  await page.waitForURL(`${url}/meine`);
  return page;
};
const said = async (page, text) => {
  await page.locator("#zwischenstand", { hasText: text }).waitFor({ timeout: 15000 });
  return page.locator("#zwischenstand").textContent();
};

try {
  const author = await signedIn("Autor");
  await author.goto(`${url}/faelle/neu`);
  await author.locator("#f-goals").pressSequentially("Ein Ziel");
  results.withoutTitle = await author.locator("#zwischenstand").textContent();
  // Another form would lead away from what cannot be kept yet: that is said first.
  await author.locator("form[action='/abmelden'] button").click();
  results.held = [await said(author, "Es fehlt noch der Titel"), new URL(author.url()).pathname];
  await author.locator("#f-title").pressSequentially("Vorlesebus für Dörfer");
  results.kept = await said(author, "Zwischengespeichert um");
  results.target = new URL(await author.locator("#formular").evaluate((form) => form.action)).pathname;

  // Typed while an answer is on its way, and then no more: kept all the same.
  const address = "**/meine/zwischenspeichern";
  const goals = (request) => new URLSearchParams(request.postData()).get("goals");
  await author.route(address, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await route.continue();
  });
  await author.locator("#f-goals").pressSequentially(" mehr");
  await author.waitForRequest(address);
  await author.locator("#f-goals").pressSequentially(" noch");
  results.meanwhile = goals(await author.waitForRequest((request) => request.url().endsWith(address.slice(2)) && goals(request).endsWith("noch")));
  await author.unroute(address);

  // Typed on, and pressed before it could be kept: nothing gets in each other's way.
  await author.locator("#f-title").press("End");
  await author.locator("#f-title").pressSequentially(" ohne Bibliothek");
  await author.getByRole("button", { name: "Als Entwurf speichern" }).click();
  await author.waitForURL(`${url}${results.target}?erledigt=gespeichert`);
  results.saved = [await author.locator("#f-title").inputValue(), await author.locator("#f-goals").inputValue()];

  // Somebody else saves; the script says so and stops.
  const other = await signedIn("Autor");
  await other.goto(`${url}${results.target}`);
  await other.locator("#f-title").fill("Ein anderer Titel für den Bus");
  await other.getByRole("button", { name: "Speichern", exact: true }).click();
  await other.waitForURL(`${url}${results.target}?erledigt=gespeichert`);
  await author.locator("#f-title").fill("Mein Titel für den Bus");
  results.conflict = await said(author, "Jemand anderes");
  await author.getByRole("button", { name: "Speichern", exact: true }).click();
  await author.locator("#konflikt").waitFor();
  results.both = await author.locator("blockquote.typed").allTextContents();
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));
