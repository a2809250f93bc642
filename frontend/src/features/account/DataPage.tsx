import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading } from "../../shared/api/read";
import { moment, number } from "../../shared/lib/format";
import { signedOut } from "../../shared/person";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { NOTHING, Proof } from "./Proof";
import { Outcome, Section } from "./Section";
import { Shell } from "./Shell";

const LOOK_AGAIN = 3_000; // ms, until a copy that was asked for is there
const PATIENCE = 60_000; // ms; after that the mail says when it is there
const KILOBYTE = 1_000;

export function DataPage() {
  const { t } = useTranslation("account");
  return (
    <Shell place="data" lead={t("data.lead")}>
      <Copies />
      <Parting kind="deactivate" />
      <Parting kind="erase" />
    </Shell>
  );
}

function Copies() {
  const { t } = useTranslation("account");
  const [asked, setAsked] = useState<{ at: number; had: number } | null>(null);
  const copies = useQuery({
    ...reading("/api/accounts/export/"),
    refetchInterval: ({ state }) => {
      const isWaiting = asked !== null && (state.data?.results.length ?? 0) <= asked.had && Date.now() - asked.at < PATIENCE;
      return isWaiting ? LOOK_AGAIN : false;
    },
  });
  const list = copies.data?.results ?? [];
  const ask = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/accounts/export/"),
    onSuccess: () => setAsked({ at: Date.now(), had: list.length }),
  });
  const isMade = asked !== null && list.length > asked.had;
  return (
    <Section title={t("data.copy")} lead={t("data.copyLead")}>
      {list.length > 0 && (
        <ul className="mb-4 divide-y divide-line border-y border-line">
          {list.map(({ id, url, size, made_at: made, expires_at: expires }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 py-2">
              <span>
                <time dateTime={made}>{moment(made)}</time>
                <span className="block text-14 text-ink-2">
                  {t("data.size", { size: number(Math.max(1, Math.round(size / KILOBYTE))) })} · {t("data.until", { moment: moment(expires) })}
                </span>
              </span>
              <a href={url} download className="inline-flex min-h-11 items-center gap-2 underline underline-offset-4">
                <Download aria-hidden size={18} />
                {t("data.download")}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button look="quiet" isBusy={ask.isPending} onClick={() => ask.mutate()}>
          {t("data.ask")}
        </Button>
        <Outcome done={ask.isSuccess && (isMade ? t("data.made") : t("data.making"))} failed={ask.isError && (ask.error.detail || t("unreachable"))} />
      </div>
    </Section>
  );
}

/** Closing the account keeps everything; erasing it does not, and so asks for a fresh code. */
function Parting({ kind }: { kind: "deactivate" | "erase" }) {
  const { t } = useTranslation("account");
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState(NOTHING);
  const part = useMutation<unknown, Problem>({
    mutationFn: () => {
      const body = { ...(shown.password && { password: shown.password }), ...(shown.code && { code: shown.code }) };
      return kind === "erase" ? api.POST("/api/accounts/erase/", { body }) : api.POST("/api/accounts/deactivate/", { body });
    },
    onSuccess: signedOut,
  });
  const { error } = part;
  const proofError = error && (error.fields.get("password") ?? error.fields.get("code") ?? (error.code === "code_refused" ? error.detail : undefined));
  const close = () => {
    setOpen(false);
    setShown(NOTHING);
    part.reset();
  };
  const isReady = shown.password !== "" || shown.code.length === 6;
  return (
    <Section title={t(`data.${kind}.title`)} lead={t(`data.${kind}.lead`)}>
      <Button look="danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t(`data.${kind}.button`)}
      </Button>
      <Dialog
        title={t(`data.${kind}.ask`)}
        isOpen={isOpen}
        onClose={close}
        footer={
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={close}>
              {t("cancel")}
            </Button>
            <Button look="danger" isBusy={part.isPending || part.isSuccess} reason={isReady ? undefined : t("proof.needed")} onClick={() => part.mutate()}>
              {t(`data.${kind}.button`)}
            </Button>
          </div>
        }
      >
        <p className="mb-5">{t(`data.${kind}.text`)}</p>
        <Proof id={`${kind}-proof`} shown={shown} error={proofError ?? undefined} onChange={setShown} isCodeOnly={kind === "erase"} />
        {error && !proofError && (
          <p role="alert" className="mt-3 text-bad">
            {error.detail || t("unreachable")}
          </p>
        )}
      </Dialog>
    </Section>
  );
}
