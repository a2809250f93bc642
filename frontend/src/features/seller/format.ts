import { boot } from "../../shared/boot";

const LOCALES = { en: "en-GB", fa: "fa-IR", vi: "vi-VN", id: "id-ID" } as const;
const short = new Intl.DateTimeFormat(LOCALES[boot.language], { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const percent = new Intl.NumberFormat(LOCALES[boot.language], { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" });

/** `Mon 30 Nov` of a day "2026-11-30". */
export function weekday(day: string): string {
  return short.format(new Date(`${day.slice(0, 10)}T12:00:00Z`));
}

/** `+12%`: how much more than before; nothing to say where there was nothing before. */
export function change(now: number, before: number): string {
  return before === 0 ? "" : percent.format((now - before) / before);
}
