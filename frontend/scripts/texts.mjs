// The four catalogues say the same things: every key of the English one is in each, with the same blanks, and no other.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../src/shared/i18n/locales", import.meta.url));
// How each language counts (CLDR): Persian and English have one and other, Vietnamese and Indonesian only other.
const PLURALS = { en: ["one", "other"], fa: ["one", "other"], vi: ["other"], id: ["other"] };
const PLURAL = /_(one|other)$/;

function flat(node, before = "") {
  return Object.entries(node).flatMap(([key, value]) => (typeof value === "string" ? [[before + key, value]] : flat(value, `${before}${key}.`)));
}

const texts = (language, part) => new Map(flat(JSON.parse(readFileSync(`${FOLDER}/${language}/${part}`, "utf8"))));
const blanks = (text) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort().join();

const problems = [];
for (const part of readdirSync(`${FOLDER}/en`)) {
  const english = texts("en", part);
  for (const [language, forms] of Object.entries(PLURALS)) {
    const ours = texts(language, part);
    const wanted = new Map();
    for (const [key, text] of english) {
      if (!PLURAL.test(key)) wanted.set(key, text);
      else for (const form of forms) wanted.set(key.replace(PLURAL, `_${form}`), english.get(key.replace(PLURAL, "_other")));
    }
    for (const [key, text] of wanted) {
      if (!ours.get(key)) problems.push(`${language}/${part}: ${key} is missing`);
      else if (blanks(ours.get(key)) !== blanks(text)) problems.push(`${language}/${part}: ${key} has other blanks than "${text}"`);
    }
    for (const key of ours.keys()) if (!wanted.has(key)) problems.push(`${language}/${part}: ${key} is not in the English catalogue`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
