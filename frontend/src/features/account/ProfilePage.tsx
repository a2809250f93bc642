import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading, useRead, type Answer } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";
import { boot, type Language, type Theme } from "../../shared/boot";
import { chooseLanguage, chooseMarket, chooseTheme, themeNow } from "../../shared/preferences";
import { Button } from "../../shared/ui/Button";
import { controlLook, Field } from "../../shared/ui/Field";
import { Failure } from "../../shared/ui/states";
import { ContactSection } from "./ContactSection";
import { Leaving } from "./leaving";
import { Rows } from "./Rows";
import { Outcome, Section } from "./Section";
import { Shell } from "./Shell";

type Changes = components["schemas"]["MeInputRequest"];
type Me = Answer<"/api/accounts/me/">;
const THEMES: Theme[] = ["auto", "light", "dark"];

export function ProfilePage() {
  return (
    <Shell place="profile">
      <Sections />
    </Shell>
  );
}

function Sections() {
  const { t } = useTranslation("account");
  const me = useRead("/api/accounts/me/");
  const [unsaved, setUnsaved] = useState<Record<string, boolean>>({});
  if (me.isError && !me.data) return <Failure problem={me.error} onRetry={() => void me.refetch()} what={t("profile.what")} />;
  if (!me.data) return <Rows onRetry={() => void me.refetch()} />;
  const note = (name: string) => (is: boolean) => setUnsaved((before) => (before[name] === is ? before : { ...before, [name]: is }));
  return (
    <>
      <NameSection me={me.data} onUnsaved={note("name")} />
      <ContactSection me={me.data} kind="email" onUnsaved={note("email")} />
      <ContactSection me={me.data} kind="phone" onUnsaved={note("phone")} />
      <PreferenceSection />
      <Leaving isUnsaved={Object.values(unsaved).some(Boolean)} />
    </>
  );
}

function useSave() {
  const client = useQueryClient();
  return useMutation<Me | undefined, Problem, Changes>({
    mutationFn: async (body) => (await api.PATCH("/api/accounts/me/", { body })).data,
    onSuccess: (me) => me && client.setQueryData(reading("/api/accounts/me/").queryKey, me),
  });
}

function NameSection({ me, onUnsaved }: { me: Me; onUnsaved: (is: boolean) => void }) {
  const { t } = useTranslation("account");
  const [name, setName] = useState(me.name);
  const save = useSave();
  return (
    <Section title={t("profile.name")}>
      <form
        noValidate
        className="grid max-w-md gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate({ name: name.trim() }, { onSuccess: () => onUnsaved(false) });
        }}
      >
        <Field
          id="profile-name"
          label={t("profile.yourName")}
          hint={t("profile.nameHint")}
          autoComplete="name"
          dir="auto"
          value={name}
          error={save.error?.fields.get("name")}
          onChange={(event) => {
            setName(event.target.value);
            onUnsaved(event.target.value !== me.name);
            save.reset();
          }}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" isBusy={save.isPending} busyLabel={t("saving")}>
            {t("save")}
          </Button>
          <Outcome done={save.isSuccess && t("saved")} failed={save.isError && !save.error.fields.has("name") && (save.error.detail || t("unreachable"))} />
        </div>
      </form>
    </Section>
  );
}

/** Remembered by the account for every device, and by this device at once. */
function PreferenceSection() {
  const { t } = useTranslation("account");
  const [chosen, setChosen] = useState({ language: boot.language, market: boot.market, theme: themeNow() });
  const save = useSave();
  const choose = (changes: Partial<typeof chosen>, show: () => void) => {
    setChosen({ ...chosen, ...changes });
    save.mutate(changes, { onSuccess: show, onError: () => setChosen(chosen) });
  };
  return (
    <Section title={t("profile.preferences")} lead={t("profile.preferencesLead")}>
      <div className="grid max-w-3xl gap-4 md:grid-cols-3">
        <Choice id="profile-language" label={t("profile.language")} value={chosen.language} onChange={(language) => choose({ language: language as Language }, () => chooseLanguage(language as Language))}>
          {boot.languages.map(({ code, name }) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </Choice>
        <Choice id="profile-market" label={t("profile.market")} value={chosen.market} onChange={(market) => choose({ market }, () => chooseMarket(market))}>
          {boot.markets.map(({ code, name, currency }) => (
            <option key={code} value={code}>
              {name} ({currency})
            </option>
          ))}
        </Choice>
        <Choice id="profile-theme" label={t("profile.theme")} value={chosen.theme} onChange={(theme) => choose({ theme: theme as Theme }, () => chooseTheme(theme as Theme))}>
          {THEMES.map((theme) => (
            <option key={theme} value={theme}>
              {t(`profile.themes.${theme}`)}
            </option>
          ))}
        </Choice>
      </div>
      <div className="mt-3">
        <Outcome done={save.isSuccess && t("saved")} failed={save.isError && (save.error.detail || t("unreachable"))} />
      </div>
    </Section>
  );
}

function Choice({ id, label, value, onChange, children }: { id: string; label: string; value: string; onChange: (value: string) => void; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-[560]">
        {label}
      </label>
      <select id={id} className={controlLook} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </div>
  );
}
