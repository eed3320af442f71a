// Puts files on a draft on the demo instance at the URL given as the first argument: without JavaScript, and then with it. The second argument is
// the browser's program; then come the paths of a document with macros, a PDF and a picture. Prints what the pages show.
import { launch } from "./browser.mjs";

const [url, executablePath, macros, pdf, picture] = process.argv.slice(2);
const browser = await launch(executablePath);
const problems = [];
const results = { problems };

const section = "#materialien ~ ul.rows";
const titles = (page) => page.locator(`${section} h3`).allTextContents();
const isDone = (page, what) => page.waitForURL(`**/bearbeiten?erledigt=datei-${what}*`);
const add = (page) => page.locator("form[enctype] button").click();

try {
  const scripted = await browser.newContext({ locale: "de-DE" });
  const page = await scripted.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(`${url}/anmelden`);
  await page.locator("form[action='/demo/anmelden'] button", { hasText: "Autor" }).first().click();
  await page.waitForURL(`${url}/meine`);
  await page.goto(`${url}/faelle/neu`);
  await page.locator("#f-title").fill("Lesekisten für Schulhöfe");
  await page.getByRole("button", { name: "Als Entwurf speichern" }).click();
  await page.waitForURL(`${url}/meine?erledigt=angelegt`);
  const own = page.locator("li", { hasText: "Lesekisten für Schulhöfe" });
  const edit = url + (await own.locator("a[href$='/bearbeiten']").first().getAttribute("href"));

  const bare = await browser.newContext({ locale: "de-DE", javaScriptEnabled: false, storageState: await scripted.storageState() });
  const plain = await bare.newPage();
  await plain.goto(edit);
  await plain.locator("#material-neu-titel").fill("Ablauf der Lesung");
  await plain.locator("#material-neu-lizenz").selectOption("CC_BY_4_0");
  await plain.locator("#material-neu-datei").setInputFiles(macros);
  await add(plain);
  results.refused = await plain.locator("#material-neu-datei-fehler").textContent();
  results.kept = [await plain.locator("#material-neu-titel").inputValue(), await plain.locator("#material-neu-lizenz").inputValue()];
  await plain.locator("#material-neu-datei").setInputFiles(pdf);
  await add(plain);
  await isDone(plain, "hinzugefuegt");
  results.added = await titles(plain);
  const file = await plain.request.get(await plain.locator(`${section} h3 a`).getAttribute("href"));
  results.download = [file.status(), file.headers()["content-type"], (await file.body()).length];

  // What a picture shows is asked for, the picture itself once.
  await plain.locator("#material-neu-titel").fill("Die Lesekiste");
  await plain.locator("#material-neu-lizenz").selectOption("CC0_1_0");
  await plain.locator("#material-neu-datei").setInputFiles(picture);
  await add(plain);
  results.asked = await plain.locator("#material-neu-bildbeschreibung-fehler").textContent();
  await plain.locator("#material-neu-bildbeschreibung").fill("Eine offene Holzkiste mit Büchern");
  await add(plain);
  await isDone(plain, "hinzugefuegt");
  results.both = await titles(plain);

  await plain.locator("details.unfold summary").first().click();
  await plain.locator("#material-1-titel").fill("Ablauf einer Lesung");
  await plain.getByRole("button", { name: "Angaben speichern" }).click();
  await isDone(plain, "geaendert");
  results.changed = await titles(plain);
  const removal = plain.locator("details.confirm", { hasText: "Die Lesekiste" });
  results.hidden = !(await removal.getByRole("button", { name: "Jetzt entfernen" }).isVisible());
  await removal.locator("summary").click();
  await removal.getByRole("button", { name: "Jetzt entfernen" }).click();
  await isDone(plain, "entfernt");
  results.removed = await titles(plain);

  // With JavaScript nothing that was typed into the text is lost by sending another form, and one's own changes are no conflict.
  await page.goto(edit);
  await page.locator("#f-goals").fill("Jedes Kind findet ein Buch");
  await page.locator("#material-neu-titel").fill("Bücherliste");
  await page.locator("#material-neu-lizenz").selectOption("CC0_1_0");
  await page.locator("#material-neu-datei").setInputFiles(pdf);
  await add(page);
  await isDone(page, "hinzugefuegt");
  results.text = await page.locator("#f-goals").inputValue();
  await page.locator("#f-goals").fill("Jedes Kind findet zwei Bücher");
  await page.locator("#zwischenstand", { hasText: "Zwischengespeichert" }).waitFor({ timeout: 15000 });
  await page.locator("details.unfold summary").first().click();
  await page.locator("#material-1-titel").fill("Ablauf");
  await page.getByRole("button", { name: "Angaben speichern" }).click();
  await isDone(page, "geaendert");
  results.end = [await page.locator("#f-goals").inputValue(), ...(await titles(page))];
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));
