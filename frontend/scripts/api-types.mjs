// Writes src/shared/api/schema.d.ts from the OpenAPI document on standard input; --check only compares.
// Answers that are refusals all have the shape of Problem, so they are left out: the file is a third of its size.
import { readFileSync, writeFileSync } from "node:fs";
import { text as textOf } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import openapiTS, { astToString } from "openapi-typescript";

const TARGET = fileURLToPath(new URL("../src/shared/api/schema.d.ts", import.meta.url));
const METHODS = ["get", "put", "post", "patch", "delete"];
const HEAD = "// Written by `make api-types` from the API's own description. Do not edit.\n";
const WORDS = ["description", "summary", "example", "examples", "title"];

function withoutWords(node) {
  if (Array.isArray(node)) return node.map(withoutWords);
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([key, value]) => !(WORDS.includes(key) && !isProperty(value)));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}

/** A field may be called "description": then its value is a schema. */
function isProperty(value) {
  return value !== null && typeof value === "object" && ("type" in value || "$ref" in value || "oneOf" in value || "allOf" in value);
}

const schema = JSON.parse(await textOf(process.stdin));
for (const path of Object.values(schema.paths)) {
  for (const method of METHODS) {
    const operation = path[method];
    if (!operation) continue;
    operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status < "3"));
    for (const answer of Object.values(operation.responses)) delete answer.headers;
  }
}
const text = HEAD + astToString(await openapiTS(withoutWords(schema)));
if (process.argv.includes("--check")) {
  if (readFileSync(TARGET, "utf8") !== text) {
    console.error("src/shared/api/schema.d.ts is stale: run `make api-types`.");
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, text);
}
