/** The ways in: a code or a password, the app's code where the account asks for it, and then the browser's session. */
import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { adopt } from "../../shared/person";

type SignedIn = components["schemas"]["SignedInOutput"];
export type User = SignedIn["user"];

/** What somebody shows to be let in; the app's code is added once it was asked for. */
export type Proof = { way: "code"; code: string } | { way: "password"; password: string };

export async function enter(identifier: string, proof: Proof, secondFactor: string): Promise<User> {
  const second = secondFactor ? { second_factor: secondFactor } : {};
  const { data } =
    proof.way === "code"
      ? await api.POST("/api/accounts/otp/verify/", { body: { target: identifier, code: proof.code, purpose: "login", ...second } })
      : await api.POST("/api/accounts/login/", { body: { identifier, password: proof.password, ...second } });
  const { access, user } = data as SignedIn;
  await adopt(access);
  return user;
}

/** When another code may be asked for. A code that was sent a moment ago is as good as a new one. */
export async function sendCode(target: string): Promise<number> {
  try {
    const { data } = await api.POST("/api/accounts/otp/request/", { body: { target, purpose: "login" } });
    return Date.now() + (data?.resend_in ?? 0) * 1_000;
  } catch (error) {
    const { status, retryAfter } = error as Problem;
    if (status === 429 && retryAfter > 0 && retryAfter <= LONGEST_PAUSE) return Date.now() + retryAfter * 1_000;
    throw error;
  }
}

const LONGEST_PAUSE = 60; // seconds between two codes; longer ones mean that too many were asked for
