import { beforeEach, describe, expect, it } from "vitest";

import { change, draftNow, EMPTY, finish, forgetDraft, isReachable, keyOfDraft, openStep } from "./draft";

beforeEach(forgetDraft);

describe("the steps", () => {
  it("are open one after the other", () => {
    expect(openStep([])).toBe("contact");
    expect(openStep(["contact", "payment"])).toBe("delivery");
    expect(openStep(["contact", "delivery", "payment", "review"])).toBe("review");
  });

  it("can be gone back to, but not jumped over", () => {
    expect(isReachable("contact", ["contact"])).toBe(true);
    expect(isReachable("delivery", ["contact"])).toBe(true);
    expect(isReachable("review", ["contact"])).toBe(false);
  });

  it("stay done when an earlier one is done again", () => {
    finish("contact", {});
    finish("delivery", {});
    finish("contact", { contact: { name: "Ana", email: "", phone: "" } });
    expect(draftNow().finished).toEqual(["contact", "delivery"]);
  });
});

describe("the key of the order", () => {
  it("stays while nothing changes, so that a second press places no second order", () => {
    expect(keyOfDraft(100)).toBe(keyOfDraft(100));
  });

  it("is another one once something changed", () => {
    const before = keyOfDraft(100);
    expect(keyOfDraft(101)).not.toBe(before);
    const again = keyOfDraft(101);
    change({ method: "stripe" });
    expect(keyOfDraft(101)).not.toBe(again);
  });
});

it("what was typed outlives a reload, and is gone after the order", () => {
  change({ contact: { name: "Ana", email: "a@example.com", phone: "" } });
  expect(JSON.parse(sessionStorage.getItem("checkout") ?? "{}").contact.name).toBe("Ana");
  forgetDraft();
  expect([draftNow(), sessionStorage.getItem("checkout")]).toEqual([EMPTY, null]);
});
