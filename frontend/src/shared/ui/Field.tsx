import clsx from "clsx";
import { useId, type InputHTMLAttributes, type ReactNode } from "react";

interface Properties extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  label: ReactNode;
  /** Why it is asked, or how it is written. */
  hint?: ReactNode;
  error?: string | undefined;
  /** Links of an error summary lead here. */
  id?: string;
  /** Latin text, also on a page that is read from the right: e-mail addresses, phone numbers, codes. */
  isLatin?: boolean;
}

export const controlLook =
  "w-full min-h-11 rounded-control border border-field bg-surface px-3 text-16 text-ink aria-invalid:border-bad";

export function Field({ label, hint, error, id: given, isLatin = false, className, ...rest }: Properties) {
  const made = useId();
  const id = given ?? made;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-[560]">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1 text-14 text-ink-2">
          {hint}
        </p>
      )}
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        dir={isLatin ? "ltr" : rest.dir}
        className={clsx(controlLook, isLatin && "rtl:text-right")}
      />
      {error && (
        <p id={`${id}-error`} className="mt-1 text-14 text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
