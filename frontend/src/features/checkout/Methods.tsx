import { useTranslation } from "react-i18next";

interface Method {
  name: string;
  title: string;
  is_redirect: boolean;
  is_available: boolean;
  problem: { detail: string } | null;
}

interface Properties {
  methods: Method[];
  chosen: string;
  onChoose: (name: string) => void;
}

/** The ways to pay, each with what will happen next, or why it does not take this. */
export function Methods({ methods, chosen, onChoose }: Properties) {
  const { t } = useTranslation("checkout");
  return (
    <fieldset id="methods" tabIndex={-1}>
      <legend className="sr-only">{t("steps.payment")}</legend>
      <div className="border-t border-line">
        {methods.map(({ name, title, is_redirect, is_available, problem }) => (
          <label key={name} className="flex min-h-14 items-center gap-3 border-b border-line py-2 has-disabled:text-ink-3">
            <input type="radio" name="method" className="size-5 accent-ink" checked={chosen === name} disabled={!is_available} onChange={() => onChoose(name)} />
            <span>
              <span className="font-[560]">{title}</span>
              <span className="block text-14 text-ink-2">{problem ? problem.detail : is_redirect ? t("willRedirect", { gateway: title }) : t("willPayAtDoor")}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
