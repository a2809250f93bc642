import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Problem } from "../../shared/api/problem";
import { market } from "../../shared/boot";
import { useSecondsUntil } from "../../shared/lib/countdown";
import { number } from "../../shared/lib/format";
import { identifierOf, kindOf } from "../../shared/lib/identifier";
import { announce } from "../../shared/ui/Announcer";
import { Button } from "../../shared/ui/Button";
import { CodeField } from "../../shared/ui/CodeField";
import { Field } from "../../shared/ui/Field";
import { enter, sendCode, type Proof, type User } from "./enter";
import { useFocused } from "./focus";

const MOST_TRIES = 5; // of one code; the server counts too, and says the same for every code that does not hold
type Step = "identifier" | "code" | "password" | "second";

interface Properties {
  onDone: (user: User) => void;
  /** Known already: whoever was signed in a moment ago. */
  identifier?: string;
  children?: ReactNode;
}

/** Phone or e-mail, then a code or a password; the second factor where the account has one. */
export function SignInForm({ onDone, identifier: known = "", children }: Properties) {
  const { t } = useTranslation("account");
  const [step, setStep] = useState<Step>("identifier");
  const [typed, setTyped] = useState(known);
  const [error, setError] = useState("");
  const [resendAt, setResendAt] = useState(0);
  const [code, setCode] = useState("");
  const [tries, setTries] = useState(0);
  const [proof, setProof] = useState<Proof | null>(null);
  const identifier = identifierOf(typed, market.countries);

  const go = (next: Step) => {
    setError("");
    setStep(next);
  };
  const send = useMutation<number, Problem>({
    mutationFn: () => sendCode(identifier),
    onSuccess: (moment) => {
      setResendAt(moment);
      setCode("");
      setTries(0);
      go("code");
      announce(t("signIn.codeSent", { to: identifier }));
    },
    onError: (problem) => setError(problem.fields.get("target") || problem.detail || t("unreachable")),
  });
  const tryIn = useMutation<User, Problem, { proof: Proof; second: string }>({
    mutationFn: ({ proof: shown, second }) => enter(identifier, shown, second),
    onSuccess: onDone,
    onError: (problem, { proof: shown }) => {
      setProof(shown);
      if (problem.code === "second_factor_required") return go("second");
      if (problem.code === "second_factor_refused") return setError(t("signIn.secondRefused"));
      if (problem.code !== "code_refused") return setError(problem.detail || t("unreachable"));
      const spent = tries + 1;
      setTries(spent);
      setStep("code");
      return setError(spent < MOST_TRIES ? t("signIn.wrongCode", { count: MOST_TRIES - spent, shown: number(MOST_TRIES - spent) }) : t("signIn.deadCode"));
    },
  });

  const submitIdentifier = () => {
    const kind = kindOf(typed);
    if (!kind) return setError(t("signIn.identifierWrong"));
    if (kind === "username") return go("password");
    if (!send.isPending) send.mutate();
  };
  const tryOnce = (shown: Proof, second = "") => {
    if (!tryIn.isPending && !tryIn.isSuccess) tryIn.mutate({ proof: shown, second });
  };
  const isBusy = tryIn.isPending || tryIn.isSuccess;

  if (step === "identifier") {
    return (
      <>
        <Identifier
          value={typed}
          error={error}
          isBusy={send.isPending}
          onChange={(text) => {
            setTyped(text);
            setError("");
          }}
          onSubmit={submitIdentifier}
          onPassword={() => (kindOf(typed) ? go("password") : setError(t("signIn.identifierWrong")))}
        />
        {children}
      </>
    );
  }
  return (
    <div>
      <p className="mb-5 flex flex-wrap items-center gap-x-2 text-ink-2">
        <bdi className="font-[560] text-ink">{identifier}</bdi>
        <Button look="text" className="text-14" onClick={() => go("identifier")}>
          {t("signIn.change")}
        </Button>
      </p>
      {step === "code" && (
        <Code
          code={code}
          error={error}
          isBusy={isBusy}
          isDead={tries >= MOST_TRIES}
          resendAt={resendAt}
          isSending={send.isPending}
          onChange={(text) => {
            setCode(text);
            setError("");
          }}
          onComplete={(given) => tryOnce({ way: "code", code: given })}
          onResend={() => send.mutate()}
          onPassword={() => go("password")}
        />
      )}
      {step === "password" && (
        <Password
          error={error}
          isBusy={isBusy}
          identifier={identifier}
          onSubmit={(password) => (password ? tryOnce({ way: "password", password }) : setError(t("signIn.passwordEmpty")))}
          onCode={kindOf(typed) === "username" ? undefined : () => (resendAt > Date.now() ? go("code") : send.mutate())}
          onCorrected={() => setError("")}
        />
      )}
      {step === "second" && proof && <Second error={error} isBusy={isBusy} onSubmit={(given) => tryOnce(proof, given)} onCorrected={() => setError("")} />}
    </div>
  );
}

interface IdentifierProperties {
  value: string;
  error: string;
  isBusy: boolean;
  onChange: (text: string) => void;
  onSubmit: () => void;
  onPassword: () => void;
}

function Identifier({ value, error, isBusy, onChange, onSubmit, onPassword }: IdentifierProperties) {
  const { t } = useTranslation("account");
  useFocused("signin-identifier", error);
  return (
    <Form onSubmit={onSubmit}>
      <Field id="signin-identifier" label={t("signIn.identifier")} hint={t("signIn.identifierHint")} type="text" inputMode="email" autoComplete="username" autoCapitalize="none" spellCheck={false} isLatin value={value} error={error || undefined} onChange={(event) => onChange(event.target.value)} />
      <Button type="submit" className="w-full" isBusy={isBusy} busyLabel={t("signIn.sending")}>
        {t("signIn.continue")}
      </Button>
      <Button look="text" className="justify-self-start" onClick={onPassword}>
        {t("signIn.usePassword")}
      </Button>
    </Form>
  );
}

interface CodeProperties {
  code: string;
  error: string;
  isBusy: boolean;
  isDead: boolean;
  isSending: boolean;
  resendAt: number;
  onChange: (code: string) => void;
  onComplete: (code: string) => void;
  onResend: () => void;
  onPassword: () => void;
}

function Code({ code, error, isBusy, isDead, isSending, resendAt, onChange, onComplete, onResend, onPassword }: CodeProperties) {
  const { t } = useTranslation("account");
  const left = useSecondsUntil(resendAt);
  return (
    <Form onSubmit={() => (code.length === 6 && !isDead ? onComplete(code) : undefined)}>
      <CodeField id="signin-code" label={t("signIn.code")} hint={t("signIn.codeHint")} isFirst value={code} error={error || undefined} isDisabled={isDead} onChange={onChange} onComplete={onComplete} />
      <Button type="submit" className="w-full" isBusy={isBusy} busyLabel={t("signIn.checking")} reason={isDead ? t("signIn.deadCode") : undefined}>
        {t("signIn.signIn")}
      </Button>
      <div className="flex flex-wrap items-center gap-x-4">
        {left > 0 ? (
          <p className="figures inline-flex min-h-11 items-center text-14 text-ink-2">{t("signIn.resendIn", { count: left, shown: number(left) })}</p>
        ) : (
          <Button look="text" isBusy={isSending} onClick={onResend}>
            {t("signIn.resend")}
          </Button>
        )}
        <Button look="text" onClick={onPassword}>
          {t("signIn.usePassword")}
        </Button>
      </div>
    </Form>
  );
}

interface PasswordProperties {
  error: string;
  isBusy: boolean;
  identifier: string;
  onSubmit: (password: string) => void;
  onCode: (() => void) | undefined;
  onCorrected: () => void;
}

function Password({ error, isBusy, identifier, onSubmit, onCode, onCorrected }: PasswordProperties) {
  const { t } = useTranslation("account");
  const [password, setPassword] = useState("");
  useFocused("signin-password", error);
  return (
    <Form onSubmit={() => onSubmit(password)}>
      {/* Password managers file the password under this. */}
      <input type="text" hidden readOnly autoComplete="username" value={identifier} />
      <Field
        id="signin-password"
        label={t("signIn.password")}
        type="password"
        autoComplete="current-password"
        isLatin
        value={password}
        error={error || undefined}
        onChange={(event) => {
          setPassword(event.target.value);
          onCorrected();
        }}
      />
      <Button type="submit" className="w-full" isBusy={isBusy} busyLabel={t("signIn.checking")}>
        {t("signIn.signIn")}
      </Button>
      <div className="flex flex-wrap items-center gap-x-4">
        {onCode && (
          <Button look="text" onClick={onCode}>
            {t("signIn.useCode")}
          </Button>
        )}
        <a href="/password-reset/" className="inline-flex min-h-11 items-center px-2 underline underline-offset-4 decoration-ink-3 hover:decoration-current">
          {t("signIn.forgotten")}
        </a>
      </div>
    </Form>
  );
}

interface SecondProperties {
  error: string;
  isBusy: boolean;
  onSubmit: (code: string) => void;
  onCorrected: () => void;
}

/** The app's six digits, or a recovery code, which has letters. */
function Second({ error, isBusy, onSubmit, onCorrected }: SecondProperties) {
  const { t } = useTranslation("account");
  const [code, setCode] = useState("");
  useFocused("signin-second", error);
  return (
    <Form onSubmit={() => (code.trim() ? onSubmit(code.trim()) : undefined)}>
      <Field
        id="signin-second"
        label={t("signIn.second")}
        hint={t("signIn.secondHint")}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        isLatin
        value={code}
        error={error || undefined}
        onChange={(event) => {
          setCode(event.target.value);
          onCorrected();
        }}
      />
      <Button type="submit" className="w-full" isBusy={isBusy} busyLabel={t("signIn.checking")}>
        {t("signIn.signIn")}
      </Button>
    </Form>
  );
}

function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

