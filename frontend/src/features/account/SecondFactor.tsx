import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading, useRead } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";
import { Button } from "../../shared/ui/Button";
import { CodeField } from "../../shared/ui/CodeField";
import { Field } from "../../shared/ui/Field";
import { Bar } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";
import { Outcome, Section } from "./Section";

type Begun = components["schemas"]["SecondFactorBeginOutput"];
const STATE = reading("/api/accounts/second-factor/");

/** The authenticator app: set up, its recovery codes shown once, taken away again. */
export function SecondFactor() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const state = useRead("/api/accounts/second-factor/");
  const [codes, setCodes] = useState<string[]>([]);
  const looked = () => client.invalidateQueries({ queryKey: STATE.queryKey });
  return (
    <Section title={t("second.title")} lead={t("second.lead")}>
      {state.isPending && <Bar className="h-12 max-w-md" />}
      {codes.length > 0 && <RecoveryCodes codes={codes} onDone={() => setCodes([])} />}
      {state.data && codes.length === 0 && (state.data.is_on ? <Removal onDone={looked} /> : <SetUp onDone={(made) => (setCodes(made), void looked())} />)}
    </Section>
  );
}

function SetUp({ onDone }: { onDone: (codes: string[]) => void }) {
  const { t } = useTranslation("account");
  const [code, setCode] = useState("");
  const begin = useMutation<Begun, Problem>({
    mutationFn: async () => (await api.POST("/api/accounts/second-factor/")).data as Begun,
  });
  const confirm = useMutation<string[], Problem, string>({
    mutationFn: async (given) => (await api.POST("/api/accounts/second-factor/confirm/", { body: { code: given } })).data?.recovery_codes ?? [],
    onSuccess: onDone,
  });
  if (!begin.data) {
    return (
      <div className="flex flex-wrap items-center gap-4">
        <Button look="quiet" isBusy={begin.isPending} onClick={() => begin.mutate()}>
          {t("second.setUp")}
        </Button>
        <Outcome failed={begin.isError && (begin.error.detail || t("unreachable"))} />
      </div>
    );
  }
  return (
    <form
      noValidate
      className="grid gap-6 md:grid-cols-[auto_minmax(0,24rem)]"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6 && !confirm.isPending) confirm.mutate(code);
      }}
    >
      <img src={`data:image/svg+xml;utf8,${encodeURIComponent(begin.data.picture)}`} alt={t("second.picture")} width="220" height="220" className="size-55" />
      <div className="grid content-start gap-4">
        <p>{t("second.scan")}</p>
        <p>
          <span className="block text-14 text-ink-2">{t("second.secret")}</span>
          <span className="spec break-all text-ink select-all">{begin.data.secret}</span>
        </p>
        <CodeField
          id="second-code"
          label={t("second.code")}
          value={code}
          error={confirm.error ? confirm.error.detail || t("unreachable") : undefined}
          onChange={(text) => {
            setCode(text);
            confirm.reset();
          }}
          onComplete={(given) => confirm.mutate(given)}
        />
        <Button type="submit" className="justify-self-start" isBusy={confirm.isPending} busyLabel={t("signIn.checking")}>
          {t("second.turnOn")}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation("account");
  const text = codes.join("\n");
  return (
    <div className="max-w-md border-s-3 border-signal ps-4" role="status">
      <p className="font-[560]">{t("second.recovery")}</p>
      <p className="mt-1 text-ink-2">{t("second.recoveryText")}</p>
      <ul className="mt-3 grid grid-cols-2 gap-x-6 select-all">
        {codes.map((code) => (
          <li key={code} className="spec text-ink">
            {code}
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="quiet" onClick={() => void navigator.clipboard.writeText(text).then(() => toast(t("second.copied")))}>
          {t("second.copy")}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t("second.kept")}
        </Button>
      </div>
    </div>
  );
}

function Removal({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation("account");
  const [isOpen, setOpen] = useState(false);
  const [code, setCode] = useState("");
  const remove = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/accounts/second-factor/removal/", { body: { code: code.trim() } }),
    onSuccess: onDone,
  });
  return (
    <>
      <p className="text-ok">{t("second.isOn")}</p>
      {!isOpen && (
        <Button look="quiet" className="mt-3" onClick={() => setOpen(true)}>
          {t("second.remove")}
        </Button>
      )}
      {isOpen && (
        <form
          noValidate
          className="mt-3 grid max-w-md gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim() && !remove.isPending) remove.mutate();
          }}
        >
          <Field
            id="second-removal"
            label={t("signIn.second")}
            hint={t("signIn.secondHint")}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            isLatin
            value={code}
            error={remove.error ? remove.error.detail || t("unreachable") : undefined}
            onChange={(event) => {
              setCode(event.target.value);
              remove.reset();
            }}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="danger" isBusy={remove.isPending}>
              {t("second.remove")}
            </Button>
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("cancel")}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
