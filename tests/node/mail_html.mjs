// Validates the HTML files given as arguments (html-validate); prints what is wrong as JSON, a list for each file that has something.
//
// The rules are those of the HTML standard. What differs is what mails need: attributes and styles that old mail programs read, and styles on
// the elements themselves, because some programs drop the style element.
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      "no-inline-style": "off",
      // "<!doctype html>" is as good as "<!DOCTYPE html>".
      "doctype-style": "off",
    },
  }),
);

// Outlook for Windows lays out tables by these alone.
const KEPT_FOR_OUTLOOK = /^Attribute "(align|bgcolor|border|cellpadding|cellspacing|width)" is deprecated on <(table|td)> element$/;

const problems = {};
for (const file of process.argv.slice(2)) {
  const report = await validator.validateFile(file);
  const messages = report.results.flatMap((result) => result.messages).filter(({ message }) => !KEPT_FOR_OUTLOOK.test(message));
  if (messages.length > 0) {
    problems[file.split("/").pop()] = messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`);
  }
}
process.stdout.write(JSON.stringify(problems));
