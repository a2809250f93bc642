import { describe, expect, it } from "vitest";

import { codeIn } from "./code";
import { secondsUntil } from "./countdown";
import { identifierOf, kindOf } from "./identifier";
import { ownPath } from "./own-path";

describe("what somebody signs in with", () => {
  it.each([
    ["linh@example.com", "email"],
    [" Linh@Example.com ", "email"],
    ["+84 912 345 678", "phone"],
    ["۰۹۱۲۳۴۵۶۷۸۹", "phone"],
    ["linh.tran", "username"],
    ["linh@", null],
    ["12", null],
    ["", null],
  ] as const)("%s is a %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    ["۰۹۱۲ ۳۴۵ ۶۷۸۹", ["IR"], "+989123456789"],
    ["0912-345-678", ["VN"], "+84912345678"],
    ["0084912345678", ["IR"], "+84912345678"],
    ["+84 (912) 345678", ["IR"], "+84912345678"],
    ["0912345678", [], "0912345678"],
    ["0912345678", ["DE", "AT"], "0912345678"],
    [" linh@example.com ", ["VN"], "linh@example.com"],
  ])("%s in %j is sent as %s", (text, countries, sent) => {
    expect(identifierOf(text, countries)).toBe(sent);
  });
});

describe("a one-time code", () => {
  it.each([
    ["12", "12"],
    ["123456", "123456"],
    ["123 456", "123456"],
    ["۱۲۳۴۵۶", "123456"],
    ["٤٥٦-٧٨٩", "456789"],
    ["1234567", "123456"],
    ["Your code is 123 456. It is good for 5 minutes.", "123456"],
    ["کد شما ۶۵۴۳۲۱ است", "654321"],
    ["Order 20261201 came. Code: 998877\n\n@shop.example #112233", "112233"],
    ["Nothing here", ""],
  ])("of %j is %s", (text, code) => {
    expect(codeIn(text)).toBe(code);
  });
});

describe("where to go on", () => {
  const HERE = "https://shop.example";
  it.each([
    ["/account/orders?tab=open#last", "/account/orders?tab=open#last"],
    ["/fa/p/lemon", "/fa/p/lemon"],
    [null, "/account"],
    ["", "/account"],
    ["https://elsewhere.example/", "/account"],
    ["//elsewhere.example", "/account"],
    ["/\\elsewhere.example", "/account"],
    ["/\t/elsewhere.example", "/account"],
    ["/.//elsewhere.example", "/account"],
    ["javascript:alert(1)", "/account"],
    ["account", "/account"],
  ])("%j leads to %s", (wanted, path) => {
    expect(ownPath(wanted, "/account", HERE)).toBe(path);
  });
});

it("counts whole seconds, and stops at none", () => {
  expect([secondsUntil(61_000, 1_000), secondsUntil(1_001, 1_000), secondsUntil(1_000, 9_000)]).toEqual([60, 1, 0]);
});
