import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { boot, market } from "../../shared/boot";
import { identifierOf, kindOf } from "../../shared/lib/identifier";
import { ownPath } from "../../shared/lib/own-path";
import { adopt } from "../../shared/person";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Button } from "../../shared/ui/Button";
import { ErrorSummary } from "../../shared/ui/ErrorSummary";
import { Field } from "../../shared/ui/Field";
import { Page, Title } from "../../shared/ui/Page";

type SignedIn = components["schemas"]["SignedInOutput"];
interface Given {
  name: string;
  identifier: string;
  password: string;
}
type Wrong = Partial<Record<keyof Given, string>>;

export function RegisterPage() {
  const { t } = useTranslation("account");
  const [address] = useSearchParams();
  const next = ownPath(address.get("next"), boot.prefix + to.account);
  const [sentTo, setSentTo] = useState("");
  useEffect(() => {
    if (boot.person) location.replace(next);
  }, [next]);
  return (
    <Page title={sentTo ? t("register.sentTitle") : t("register.title")} className="wrap py-10 md:py-16">
      <div className="mx-auto max-w-md">{sentTo ? <Sent email={sentTo} /> : <Form next={next} onSent={setSentTo} />}</div>
    </Page>
  );
}

function Form({ next, onSent }: { next: string; onSent: (email: string) => void }) {
  const { t } = useTranslation("account");
  const [given, setGiven] = useState<Given>({ name: "", identifier: "", password: "" });
  const [wrong, setWrong] = useState<Wrong>({});
  const identifier = identifierOf(given.identifier, market.countries);
  const open = useMutation<SignedIn | null, Problem>({
    mutationFn: async () => {
      const who = kindOf(identifier) === "email" ? { email: identifier } : { phone: identifier };
      const { data } = await api.POST("/api/accounts/register/", { body: { name: given.name.trim(), password: given.password, ...who } });
      const answer = data as SignedIn | { status: string };
      if (!("access" in answer)) return null;
      await adopt(answer.access);
      return answer;
    },
    onSuccess: (answer) => (answer ? location.assign(next) : onSent(identifier)),
    onError: (problem) => {
      const { fields } = problem;
      const found: Wrong = {};
      const who = fields.get("email") ?? fields.get("phone") ?? (problem.code === "already_registered" ? problem.detail : undefined);
      if (who) found.identifier = who;
      for (const name of ["name", "password"] as const) {
        const text = fields.get(name);
        if (text) found[name] = text;
      }
      setWrong(found);
    },
  });
  const submit = () => {
    const found: Wrong = {};
    const kind = kindOf(identifier);
    if (kind !== "email" && kind !== "phone") found.identifier = t("signIn.identifierWrong");
    if (!given.password) found.password = t("signIn.passwordEmpty");
    setWrong(found);
    if (Object.keys(found).length === 0 && !open.isPending && !open.isSuccess) open.mutate();
  };
  const field = (name: keyof Given) => ({
    id: `register-${name}`,
    value: given[name],
    error: wrong[name],
    onChange: (event: { target: { value: string } }) => {
      setGiven({ ...given, [name]: event.target.value });
      setWrong(({ [name]: _, ...others }) => others);
    },
  });
  const isUnexplained = open.isError && Object.keys(wrong).length === 0 && open.error.fields.size === 0;
  return (
    <>
      <Title>{t("register.title")}</Title>
      <p className="mt-2 mb-8 text-ink-2">{t("register.lead")}</p>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ErrorSummary errors={Object.entries(wrong).map(([name, text]) => ({ id: `register-${name}`, text }))} />
        <Field {...field("name")} label={t("register.name")} autoComplete="name" dir="auto" />
        <Field {...field("identifier")} label={t("signIn.identifier")} hint={t("signIn.identifierHint")} inputMode="email" autoComplete="username" autoCapitalize="none" spellCheck={false} isLatin required />
        <Field {...field("password")} label={t("signIn.password")} hint={t("register.passwordHint")} type="password" autoComplete="new-password" isLatin required />
        {isUnexplained && (
          <p role="alert" className="text-bad">
            {open.error.detail || t("unreachable")}
          </p>
        )}
        <Button type="submit" className="w-full" isBusy={open.isPending || Boolean(open.data)} busyLabel={t("signIn.checking")}>
          {t("register.open")}
        </Button>
      </form>
      <p className="mt-8 flex flex-wrap items-center gap-x-2 border-t border-line pt-4">
        <span className="text-ink-2">{t("register.known")}</span>
        <Link to={`${to.signIn}?next=${encodeURIComponent(next)}`} className="inline-flex min-h-11 items-center font-[560] underline underline-offset-4">
          {t("signIn.title")}
        </Link>
      </p>
    </>
  );
}

/** The account opens by the link of the mail; the same is said about every address. */
function Sent({ email }: { email: string }) {
  const { t } = useTranslation("account");
  useEffect(() => document.querySelector<HTMLElement>("main h1")?.focus(), []);
  const again = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/accounts/email-confirmation/", { body: { email } }),
    onSuccess: () => announce(t("register.sentAgain")),
  });
  return (
    <>
      <Title>{t("register.sentTitle")}</Title>
      <p className="mt-2 text-ink-2">
        {t("register.sentTo")} <bdi className="font-[560] text-ink">{email}</bdi>
      </p>
      <p className="mt-2 text-ink-2">{t("register.sentText")}</p>
      <Button look="quiet" className="mt-6" isBusy={again.isPending} onClick={() => again.mutate()}>
        {t("register.sendAgain")}
      </Button>
      <p role="status" className="mt-3 text-14">
        {again.isSuccess && t("register.sentAgain")}
        {again.isError && (again.error.detail || t("unreachable"))}
      </p>
    </>
  );
}
