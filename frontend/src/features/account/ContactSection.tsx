import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading, type Answer } from "../../shared/api/read";
import { market } from "../../shared/boot";
import { identifierOf, kindOf } from "../../shared/lib/identifier";
import { Button } from "../../shared/ui/Button";
import { CodeField } from "../../shared/ui/CodeField";
import { Field } from "../../shared/ui/Field";
import { NOTHING, Proof, type Shown } from "./Proof";
import { Outcome, Section } from "./Section";

interface Properties {
  me: Answer<"/api/accounts/me/">;
  kind: "email" | "phone";
  onUnsaved: (is: boolean) => void;
}

/** The e-mail address or phone: a code goes to the new one, and another one than before needs a proof. */
export function ContactSection({ me, kind, onUnsaved }: Properties) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const present = me[kind] ?? "";
  const isConfirmed = kind === "email" ? me.is_email_confirmed : me.is_phone_confirmed;
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [sentTo, setSentTo] = useState("");
  const [code, setCode] = useState("");
  const [proof, setProof] = useState<Shown>(NOTHING);
  const [error, setError] = useState("");
  const target = identifierOf(typed, market.countries);
  const isOther = target !== present;
  const id = (name: string) => `${kind}-${name}`;

  const close = () => {
    setOpen(false);
    setSentTo("");
    setCode("");
    setProof(NOTHING);
    onUnsaved(false);
  };
  const send = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/accounts/otp/request/", { body: { target, purpose: "contact" } }),
    onSuccess: () => setSentTo(target),
    onError: (problem) => setError(problem.fields.get("target") || problem.detail || t("unreachable")),
  });
  const save = useMutation<unknown, Problem>({
    mutationFn: () =>
      api.POST("/api/accounts/contact/", {
        body: { target: sentTo, code, ...(proof.password && { password: proof.password }), ...(proof.code && { proof_code: proof.code }) },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reading("/api/accounts/me/").queryKey });
      close();
    },
  });
  const open = () => {
    save.reset();
    setTyped(isConfirmed ? "" : present);
    setError("");
    setOpen(true);
  };
  const problem = save.error;
  const codeError = problem?.code === "code_refused" && !problem.fields.has("proof_code") ? t("profile.codeWrong") : problem?.fields.get("code");
  const proofError = problem?.fields.get("password") ?? problem?.fields.get("proof_code");

  return (
    <Section title={t(`profile.${kind}`)}>
      <p className="flex flex-wrap items-center gap-x-3">
        {present ? (
          <bdi dir="ltr" className="break-all">
            {present}
          </bdi>
        ) : (
          <span className="text-ink-2">{t("profile.notGiven")}</span>
        )}
        {present && <span className={isConfirmed ? "text-14 text-ok" : "text-14 text-warn"}>{isConfirmed ? t("profile.confirmed") : t("profile.notConfirmed")}</span>}
        {!isOpen && (
          <Button look="text" onClick={open} aria-label={t(`profile.change_${kind}`)}>
            {!present ? t("profile.add") : isConfirmed ? t("profile.change") : t("profile.confirm")}
          </Button>
        )}
      </p>
      {!isOpen && <Outcome done={save.isSuccess && t("saved")} />}
      {isOpen && (
        <form
          noValidate
          className="mt-3 grid max-w-md gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (sentTo) {
              if (code.length === 6 && !save.isPending) save.mutate();
            } else if (kindOf(typed) !== kind) setError(t(`profile.wrong_${kind}`));
            else if (!send.isPending) send.mutate();
          }}
        >
          <Field
            id={id("target")}
            label={t(`profile.new_${kind}`)}
            type={kind === "email" ? "email" : "tel"}
            inputMode={kind === "email" ? "email" : "tel"}
            autoComplete={kind === "email" ? "email" : "tel"}
            isLatin
            readOnly={sentTo !== ""}
            value={typed}
            error={error || undefined}
            onChange={(event) => {
              setTyped(event.target.value);
              setError("");
              onUnsaved(event.target.value !== "" && event.target.value !== present);
            }}
          />
          {sentTo && (
            <>
              <CodeField id={id("code")} label={t("signIn.code")} hint={t("proof.sentTo", { to: sentTo })} isFirst value={code} error={codeError} onChange={setCode} />
              {isOther && <Proof id={id("proof")} shown={proof} error={proofError} onChange={setProof} />}
              {problem && !codeError && !proofError && (
                <p role="alert" className="text-bad">
                  {problem.detail || t("unreachable")}
                </p>
              )}
            </>
          )}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" isBusy={send.isPending || save.isPending} busyLabel={t("saving")}>
              {sentTo ? t("save") : t("profile.sendCode")}
            </Button>
            <Button look="quiet" className="min-h-12" onClick={close}>
              {t("cancel")}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
