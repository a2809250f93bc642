import { afterEach, describe, expect, it, vi } from "vitest";

import { goingOnAfter } from "./again";

const HERE = "https://shop.example/api/accounts/addresses/";
const refusal = (code: string) => new Response(JSON.stringify({ code }), { status: 401 });

/** One request as the client sends it, and what comes of its first answer. */
async function send(middleware: ReturnType<typeof goingOnAfter>, method: string, answer: Response): Promise<Response | undefined> {
  const id = crypto.randomUUID();
  const request = new Request(HERE, { method, ...(method === "POST" && { body: "typed" }) });
  const facts = { id, schemaPath: "", params: {}, options: {} as never };
  await middleware.onRequest?.({ ...facts, request });
  if (method === "POST") await request.text(); // it went out: its body cannot be read again
  return (await middleware.onResponse?.({ ...facts, request, response: answer })) as Response | undefined;
}

describe("a session that ended in the middle of something", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("goes on with what was typed, once somebody is signed in again", async () => {
    const sent: string[] = [];
    vi.stubGlobal("fetch", async (request: Request) => (sent.push(await request.text()), new Response("{}")));
    const ask = vi.fn(() => Promise.resolve(true));
    const answer = await send(goingOnAfter(ask), "POST", refusal("not_authenticated"));
    expect([answer?.status, sent, ask.mock.calls.length]).toEqual([200, ["typed"], 1]);
  });

  it("asks once for several requests at once", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}")));
    const ask = vi.fn(() => Promise.resolve(true));
    const middleware = goingOnAfter(ask);
    await Promise.all([1, 2, 3].map(() => send(middleware, "GET", refusal("not_authenticated"))));
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("stays refused after a no, and reads do not ask again, but what somebody does themselves does", async () => {
    const ask = vi.fn(() => Promise.resolve(false));
    const middleware = goingOnAfter(ask);
    for (const method of ["GET", "GET", "POST"]) expect(await send(middleware, method, refusal("not_authenticated"))).toBeUndefined();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it.each([refusal("credentials_refused"), new Response("{}", { status: 403 }), new Response("<html>", { status: 401 })])("is not a wrong password, nor another refusal", async (answer) => {
    const ask = vi.fn(() => Promise.resolve(true));
    expect(await send(goingOnAfter(ask), "POST", answer)).toBeUndefined();
    expect(ask).not.toHaveBeenCalled();
  });
});
