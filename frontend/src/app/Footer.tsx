import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { boot, type Language, type Theme } from "../shared/boot";
import { isAtCheckout } from "../shared/routes";
import { controlLook } from "../shared/ui/Field";
import { chooseLanguage, chooseMarket, chooseTheme, themeNow } from "../shared/preferences";

const THEMES: Theme[] = ["auto", "light", "dark"];

export function Footer() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [theme, setTheme] = useState(themeNow);
  if (isAtCheckout(pathname)) return <footer className="wrap w-full py-8 text-14 text-ink-2">{boot.site}</footer>;
  return (
    <footer className="mt-16 border-t border-line">
      <div className="wrap grid gap-6 py-8 md:grid-cols-2 lg:grid-cols-[1fr_auto]">
        <div className="max-w-[48ch] text-14 text-ink-2">
          <p className="font-[560] text-ink">{boot.site}</p>
          <p className="mt-1">{t("footer.about")}</p>
          <p className="mt-4 flex flex-wrap gap-x-4">
            <a className="inline-flex min-h-11 min-w-6 items-center underline underline-offset-4" href={boot.person?.is_seller ? `${boot.prefix}/seller` : "/admin/"}>
              {t("footer.admin")}
            </a>
            <a className="inline-flex min-h-11 min-w-6 items-center underline underline-offset-4" href="/api/docs/">
              {t("footer.api")}
            </a>
            <a className="inline-flex min-h-11 min-w-6 items-center underline underline-offset-4" href="/status/">
              {t("footer.status")}
            </a>
          </p>
        </div>
        <div className="grid gap-4 xs:grid-cols-3">
          <Choice label={t("footer.language")} value={boot.language} onChange={(code) => chooseLanguage(code as Language)}>
            {boot.languages.map(({ code, name }) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </Choice>
          <Choice label={t("footer.market")} value={boot.market} onChange={chooseMarket}>
            {boot.markets.map(({ code, name, currency }) => (
              <option key={code} value={code}>
                {name} ({currency})
              </option>
            ))}
          </Choice>
          <Choice
            label={t("footer.theme")}
            value={theme}
            onChange={(chosen) => {
              chooseTheme(chosen as Theme);
              setTheme(chosen as Theme);
            }}
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {t(`footer.themes.${one}`)}
              </option>
            ))}
          </Choice>
        </div>
      </div>
    </footer>
  );
}

interface ChoiceProperties {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProperties) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-14 text-ink-2">
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={controlLook}>
        {children}
      </select>
    </div>
  );
}
