// Types into the search box of the instance at the URL given as the first argument, as people with keyboard, mouse and without JavaScript do.
// Prints what the page shows and where each way leads. The second argument is the browser's program.
import { launch } from "./browser.mjs";

const [url, executablePath] = process.argv.slice(2);
const browser = await launch(executablePath);
const problems = [];
const results = { problems };

const open = async (options = {}) => {
  const context = await browser.newContext({ locale: "de-DE", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(url);
  return page;
};
// Slow typing asks for beginnings of the text, too: only what the whole text brings counts.
const asksFor = (response, text) => {
  const request = response.request();
  return request.method() === "POST" && request.url().endsWith("/graphql") && request.postDataJSON().variables.prefix === text;
};
const suggested = async (page, text) => {
  await page.fill("#q", "");
  const [response] = await Promise.all([
    page.waitForResponse((response) => asksFor(response, text)),
    page.locator("#q").pressSequentially(text),
  ]);
  const texts = (await response.json()).data.suggest.map((suggestion) => suggestion.text);
  await page.waitForFunction(
    (texts) => {
      const shown = [...document.querySelectorAll("[role=option] span:first-child")].map((option) => option.textContent);
      return JSON.stringify(shown) === JSON.stringify(texts);
    },
    texts,
  );
  return texts;
};
const arrived = async (page, act) => {
  await Promise.all([page.waitForURL((to) => to.pathname !== "/"), act()]);
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

try {
  let page = await open();
  const box = page.getByRole("combobox", { name: "Praxisbeispiele suchen" });
  results.role = await box.getAttribute("aria-autocomplete");
  results.suggested = await suggested(page, "Burgenl");
  results.expanded = await box.getAttribute("aria-expanded");
  results.announced = await page.locator(".search-box [role=status]").textContent();
  await page.keyboard.press("ArrowDown");
  const active = await box.getAttribute("aria-activedescendant");
  results.active = await page.locator(`#${active}`).evaluate((option) => [option.firstChild.textContent, option.getAttribute("aria-selected")]);
  await page.keyboard.press("Escape");
  results.afterEscape = [await box.getAttribute("aria-expanded"), await box.inputValue(), await page.locator("[role=option]").count()];

  await suggested(page, "Burgenl");
  await page.keyboard.press("ArrowDown");
  results.municipality = await arrived(page, () => page.keyboard.press("Enter"));

  page = await open();
  await suggested(page, "Ausbildungsb");
  const title = page.locator("[role=option]", { has: page.getByText("Praxisbeispiel", { exact: true }) }).first();
  results.title = await title.locator("span").first().textContent();
  await arrived(page, () => title.click());
  results.heading = await page.locator("h1").textContent();

  page = await open();
  await suggested(page, "Bildungsmonitoring und");
  results.term = await arrived(page, () => page.locator("[role=option]").first().click());

  page = await open();
  await suggested(page, "Burgenl");
  results.typed = await arrived(page, () => page.keyboard.press("Enter"));

  page = await open();
  await page.route("**/graphql", (route) => route.abort());
  await page.locator("#q").pressSequentially("Burgenl");
  await page.waitForTimeout(400);
  results.withoutApi = await page.locator("[role=option]").count();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("ERR_FAILED")));

  page = await open({ javaScriptEnabled: false });
  await page.fill("#q", "Burgenl");
  results.withoutScript = await arrived(page, () => page.keyboard.press("Enter"));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(results));
