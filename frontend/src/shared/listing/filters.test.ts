import { describe, expect, it } from "vitest";

import { addressWith, countOf, filtersOf, queryOf, toggled } from "./filters";

const of = (text: string) => filtersOf(new URLSearchParams(text));

describe("the filters of an address", () => {
  it("are what it says, and nothing that the API would refuse", () => {
    expect(of("brand=birch,low-tide&attributes=layout:65&rating=4&available=true&min=10&max=99.50")).toMatchObject({
      brands: ["birch", "low-tide"],
      attributes: ["layout:65"],
      rating: "4",
      isAvailable: true,
      min: "10",
      max: "99.50",
    });
    expect(of("rating=9&min=ten&max=-3&available=yes&brand=,,")).toMatchObject({ rating: "", min: "", max: "", isAvailable: false, brands: [] });
  });

  it("come back the same from the address they make", () => {
    const filters = of("brand=a,b&attributes=x:1,x:2&rating=3&available=true&min=5&max=6&store=s");
    expect(filtersOf(addressWith(new URLSearchParams(), filters))).toEqual(filters);
  });

  it("leave the order and the words alone, but not the place in the list", () => {
    const next = addressWith(new URLSearchParams("q=lamp&sort=price&after=abc&brand=a"), { brands: [] });
    expect(next.toString()).toBe("q=lamp&sort=price");
  });

  it("are counted as people choose them: a price range is one", () => {
    expect(countOf(of("brand=a,b&min=1&max=2&rating=4"))).toBe(4);
    expect(countOf(of(""))).toBe(0);
  });
});

it("a price in tomans is asked for in rials", () => {
  expect(queryOf(of("min=50000&max=60000"), 10)).toMatchObject({ min_price: "500000", max_price: "600000" });
  expect(queryOf(of("min=12.5"))).toMatchObject({ min_price: "12.5", max_price: undefined });
});

it("choosing a value twice takes it away again", () => {
  expect(toggled(toggled([], "a"), "a")).toEqual([]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
