import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { useRead } from "../../shared/api/read";
import { useSecondsUntil } from "../../shared/lib/countdown";
import { number } from "../../shared/lib/format";
import { Button } from "../../shared/ui/Button";
import { CodeField } from "../../shared/ui/CodeField";
import { Field } from "../../shared/ui/Field";

export interface Shown {
  password: string;
  code: string;
}
export const NOTHING: Shown = { password: "", code: "" };

interface Properties {
  id: string;
  shown: Shown;
  error?: string | undefined;
  onChange: (shown: Shown) => void;
  /** A password is not enough for what cannot be taken back. */
  isCodeOnly?: boolean;
}

/** That a step is really this person's: by the password, or by a fresh code that is sent to them. */
export function Proof({ id, shown, error, onChange, isCodeOnly = false }: Properties) {
  const { t } = useTranslation("account");
  const me = useRead("/api/accounts/me/");
  const target = me.data?.email ?? me.data?.phone ?? "";
  const [usesCode, setUsesCode] = useState(isCodeOnly);
  const [resendAt, setResendAt] = useState<number | null>(null);
  const left = useSecondsUntil(resendAt ?? 0);
  const send = useMutation<number, Problem>({
    mutationFn: async () => {
      const { data } = await api.POST("/api/accounts/otp/request/", { body: { target, purpose: "sensitive" } });
      return Date.now() + (data?.resend_in ?? 0) * 1_000;
    },
    onSuccess: setResendAt,
    onError: ({ retryAfter }) => {
      if (retryAfter > 0) setResendAt(Date.now() + retryAfter * 1_000);
    },
  });
  if (!usesCode) {
    return (
      <div>
        <Field id={id} label={t("proof.password")} type="password" autoComplete="current-password" isLatin value={shown.password} error={error} onChange={(event) => onChange({ password: event.target.value, code: "" })} />
        <Button
          look="text"
          className="mt-1"
          onClick={() => {
            setUsesCode(true);
            onChange(NOTHING);
          }}
        >
          {t("proof.useCode")}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-3">
      {resendAt !== null && <CodeField id={id} label={t("signIn.code")} hint={t("proof.sentTo", { to: target })} isFirst value={shown.code} error={error} onChange={(code) => onChange({ password: "", code })} />}
      <div className="flex flex-wrap items-center gap-x-4">
        {left > 0 ? (
          <p className="figures inline-flex min-h-11 items-center text-14 text-ink-2">{t("signIn.resendIn", { count: left, shown: number(left) })}</p>
        ) : (
          <Button id={resendAt === null ? id : undefined} look="quiet" isBusy={send.isPending} reason={target ? undefined : t("unreachable")} onClick={() => send.mutate()}>
            {resendAt === null ? t("proof.send", { to: target }) : t("signIn.resend")}
          </Button>
        )}
        {!isCodeOnly && (
          <Button
            look="text"
            onClick={() => {
              setUsesCode(false);
              onChange(NOTHING);
            }}
          >
            {t("signIn.usePassword")}
          </Button>
        )}
      </div>
      {send.isError && (
        <p role="alert" className="text-14 text-bad">
          {send.error.detail || t("unreachable")}
        </p>
      )}
    </div>
  );
}
