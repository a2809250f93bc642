import { useEffect, useRef } from "react";

import { CODE_LENGTH, codeIn } from "../lib/code";
import { Field } from "./Field";

interface Properties {
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  isDisabled?: boolean;
  isFirst?: boolean;
  onChange: (code: string) => void;
  /** Called once for each complete code. */
  onComplete?: (code: string) => void;
}

/** One field for the six digits: typed in any script, filled in by the phone, or pasted with the whole message. */
export function CodeField({ id, label, hint, error, value, isDisabled = false, isFirst = false, onChange, onComplete }: Properties) {
  const told = useRef("");
  useEffect(() => {
    if (isFirst) document.getElementById(id)?.focus();
  }, [id, isFirst]);
  useEffect(() => {
    if (!error) return;
    const field = document.getElementById(id) as HTMLInputElement | null;
    field?.focus();
    field?.select();
  }, [id, error]);
  const take = (text: string) => {
    const code = codeIn(text);
    onChange(code);
    if (code.length < CODE_LENGTH) told.current = "";
    else if (code !== told.current) {
      told.current = code;
      onComplete?.(code);
    }
  };
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      value={value}
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      isLatin
      disabled={isDisabled}
      onChange={(event) => take(event.target.value)}
      onPaste={(event) => {
        event.preventDefault();
        take(event.clipboardData.getData("text"));
      }}
      className="[&_input]:max-w-60 [&_input]:text-20 [&_input]:tracking-[0.2em] [&_input]:figures"
    />
  );
}
