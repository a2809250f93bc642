/** What a device remembers of its reader: language, market, theme. The server reads the cookies for the first frame. */
import { boot, type Language, type Theme } from "./boot";

const YEAR = 365 * 24 * 3600; // s

function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

/** The same page in another language, with all that its address says. */
export function chooseLanguage(language: Language): void {
  remember("django_language", language);
  const path = location.pathname.slice(boot.prefix.length) || "/";
  location.assign(`${language === "en" ? "" : `/${language}`}${path}${location.search}${location.hash}`);
}

export function chooseMarket(code: string): void {
  remember("market", code);
  location.reload();
}

export function chooseTheme(theme: Theme): void {
  remember("theme", theme);
  document.documentElement.dataset.theme = theme;
}

export function themeNow(): Theme {
  return (document.documentElement.dataset.theme as Theme | undefined) ?? "auto";
}
