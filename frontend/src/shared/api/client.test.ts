import { expect, it } from "vitest";

import { addressOf, asked } from "./client";

it("an address has its parameters in the order of their names, without those that say nothing", () => {
  expect(addressOf("/api/catalog/products/", { query: { market: "intl", brand: "", after: undefined, attributes: "layout:60,layout:65" } })).toBe(
    "/api/catalog/products/?attributes=layout%3A60%2Clayout%3A65&market=intl",
  );
});

it("a part of the path is written so that the server reads the same", () => {
  expect(addressOf("/api/catalog/products/{slug}/", { path: { slug: "phím-đơn" } })).toBe(`/api/catalog/products/${encodeURIComponent("phím-đơn")}/`);
});

it("zero and no are said", () => {
  expect(asked({ a: 0, b: false, c: "" })).toEqual({ a: 0, b: false });
});
