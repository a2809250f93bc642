/** What was searched for on this device, newest first. */
const NAME = "recent-searches";
const MOST = 6;

export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return []; // somebody else wrote there: begin anew
  }
}

export function rememberSearch(text: string): void {
  const others = recentSearches().filter((one) => one !== text);
  localStorage.setItem(NAME, JSON.stringify([text, ...others].slice(0, MOST)));
}

export function forgetSearch(text: string): void {
  localStorage.setItem(NAME, JSON.stringify(recentSearches().filter((one) => one !== text)));
}
