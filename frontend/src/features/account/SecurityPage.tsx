import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading, useRead, type Answer } from "../../shared/api/read";
import { moment } from "../../shared/lib/format";
import { signedOut } from "../../shared/person";
import { announce } from "../../shared/ui/Announcer";
import { Button } from "../../shared/ui/Button";
import { Field } from "../../shared/ui/Field";
import { Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";
import { Leaving } from "./leaving";
import { Rows } from "./Rows";
import { SecondFactor } from "./SecondFactor";
import { Outcome, Section } from "./Section";
import { Shell } from "./Shell";

type Session = Answer<"/api/accounts/sessions/">["results"][number];
const SESSIONS = { query: { page_size: 100 } };

export function SecurityPage() {
  return (
    <Shell place="security">
      <Password />
      <SecondFactor />
      <Sessions />
    </Shell>
  );
}

function Password() {
  const { t } = useTranslation("account");
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const save = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/accounts/change-password/", { body: { old_password: old, new_password: next } }),
    onSuccess: () => {
      setOld("");
      setNext("");
    },
  });
  const { error } = save;
  const isOldWrong = error?.code === "wrong_password" || error?.fields.has("old_password");
  const oldError = isOldWrong ? (error?.fields.get("old_password") ?? error?.detail) : undefined;
  const nextError = isEmpty ? t("security.passwordEmpty") : error?.fields.get("new_password");
  return (
    <Section title={t("security.password")} lead={t("security.passwordLead")}>
      <form
        noValidate
        className="grid max-w-md gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setEmpty(!next);
          if (next && !save.isPending) save.mutate();
        }}
      >
        <Field id="security-old" label={t("security.old")} hint={t("security.oldHint")} type="password" autoComplete="current-password" isLatin value={old} error={oldError} onChange={(event) => setOld(event.target.value)} />
        <Field
          id="security-new"
          label={t("security.new")}
          hint={t("register.passwordHint")}
          type="password"
          autoComplete="new-password"
          isLatin
          value={next}
          error={nextError}
          onChange={(event) => {
            setNext(event.target.value);
            setEmpty(false);
          }}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" isBusy={save.isPending} busyLabel={t("saving")}>
            {t("security.changePassword")}
          </Button>
          <Outcome done={save.isSuccess && !next && t("security.passwordChanged")} failed={error && !oldError && !nextError && (error.detail || t("unreachable"))} />
        </div>
      </form>
      <Leaving isUnsaved={next !== ""} />
    </Section>
  );
}

function Sessions() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const sessions = useRead("/api/accounts/sessions/", SESSIONS);
  const looked = () => client.invalidateQueries({ queryKey: reading("/api/accounts/sessions/", SESSIONS).queryKey });
  const others = useMutation<unknown, Problem>({
    mutationFn: () => api.DELETE("/api/accounts/sessions/"),
    onSuccess: async () => {
      await looked();
      announce(t("security.othersOut"));
      toast(t("security.othersOut"));
    },
    onError: (problem) => toast(problem.detail || t("unreachable")),
  });
  const one = useMutation<unknown, Problem, Session>({
    mutationFn: ({ id }) => api.DELETE("/api/accounts/sessions/{session_id}/", { params: { path: { session_id: id } } }),
    onSuccess: async (_, { is_current, device }) => {
      if (is_current) return signedOut();
      await looked();
      return announce(t("security.oneOut", { device }));
    },
    onError: (problem) => toast(problem.detail || t("unreachable")),
  });
  const list = [...(sessions.data?.results ?? [])].sort((a, b) => Number(b.is_current) - Number(a.is_current));
  return (
    <Section title={t("security.sessions")} lead={t("security.sessionsLead")}>
      {sessions.isError && !sessions.data && <Failure problem={sessions.error} onRetry={() => void sessions.refetch()} what={t("security.sessionsWhat")} />}
      {sessions.isPending && <Rows onRetry={() => void sessions.refetch()} />}
      {list.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {list.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
              <div>
                <p className="flex flex-wrap items-center gap-x-3 font-[560]">
                  <bdi>{session.device || t("security.unknownDevice")}</bdi>
                  {session.is_current && (
                    <span className="inline-flex items-center gap-2 text-14 font-normal text-ink-2">
                      <span aria-hidden className="size-2 rounded-full bg-signal" />
                      {t("security.here")}
                    </span>
                  )}
                </p>
                <p className="text-14 text-ink-2">
                  {t("security.lastUsed")} <time dateTime={session.refreshed_at}>{moment(session.refreshed_at)}</time>
                </p>
              </div>
              <Button look="text" isBusy={one.isPending && one.variables.id === session.id} aria-label={t("security.signOutOf", { device: session.device })} onClick={() => one.mutate(session)}>
                {t("pages.signOut")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button look="quiet" className="mt-4" isBusy={others.isPending} onClick={() => others.mutate()}>
        {t("security.signOutOthers")}
      </Button>
    </Section>
  );
}
