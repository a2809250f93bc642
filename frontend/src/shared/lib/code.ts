/** One-time codes, as people type and paste them. */
import { latinDigits } from "./format";

export const CODE_LENGTH = 6;
const LAST_LINE = new RegExp(`#(\\d{${CODE_LENGTH}})\\s*$`); // "@shop.example #123456", for browsers that fill it in
const IN_TEXT = /(?<!\d)(\d{3})[\s-]?(\d{3})(?!\d)/;
const ONLY_DIGITS = /^[\d\s-]*$/;

/** The digits of what was typed, or the code of a whole message that was pasted. */
export function codeIn(text: string): string {
  const typed = latinDigits(text);
  if (!ONLY_DIGITS.test(typed)) {
    const found = LAST_LINE.exec(typed)?.slice(1) ?? IN_TEXT.exec(typed)?.slice(1);
    if (found) return found.join("");
  }
  return typed.replace(/\D/g, "").slice(0, CODE_LENGTH);
}
