import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { reading } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import { latinDigits } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Button, buttonLook } from "../../shared/ui/Button";
import { ErrorSummary } from "../../shared/ui/ErrorSummary";
import { Field } from "../../shared/ui/Field";
import { change, finish, useDraft, type Contact } from "./draft";

type Field = keyof Contact;
const EMAIL = /^\S+@\S+\.\S+$/;

export function ContactStep() {
  const { t } = useTranslation("checkout");
  const navigate = useNavigate();
  const { contact } = useDraft();
  const me = useQuery({ ...reading("/api/accounts/me/"), enabled: boot.person !== null });
  const [wrong, setWrong] = useState<Partial<Record<Field, string>>>({});
  const known: Contact = { name: me.data?.name ?? "", email: me.data?.email ?? "", phone: me.data?.phone ?? "" };
  const value = (field: Field) => contact[field] || known[field];

  const type = (field: Field, text: string) => {
    change({ contact: { ...contact, [field]: text } });
    setWrong(({ [field]: _, ...others }) => others);
  };
  const submit = () => {
    const given: Contact = { name: value("name").trim(), email: value("email").trim(), phone: latinDigits(value("phone")).trim() };
    const found: Partial<Record<Field, string>> = {};
    if (!given.name) found.name = t("errors.name");
    if (!given.email && !given.phone) found.email = t("errors.emailOrPhone");
    else if (given.email && !EMAIL.test(given.email)) found.email = t("errors.email");
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    finish("contact", { contact: given });
    void navigate(to.checkout("delivery"));
  };

  return (
    <form
      noValidate
      className="grid max-w-xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary errors={Object.entries(wrong).map(([field, text]) => ({ id: `contact-${field}`, text }))} />
      <Field id="contact-name" label={t("contact.name")} autoComplete="name" dir="auto" value={value("name")} error={wrong.name} onChange={(event) => type("name", event.target.value)} required />
      <Field id="contact-email" label={t("contact.email")} hint={t("contact.emailHint")} type="email" inputMode="email" autoComplete="email" isLatin value={value("email")} error={wrong.email} onChange={(event) => type("email", event.target.value)} />
      <Field id="contact-phone" label={t("contact.phone")} hint={t("contact.phoneHint")} type="tel" inputMode="tel" autoComplete="tel" isLatin value={value("phone")} error={wrong.phone} onChange={(event) => type("phone", event.target.value)} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit">{boot.person ? t("continue") : t("continueAsGuest")}</Button>
        {!boot.person && (
          <Link to={`${to.signIn}?next=${encodeURIComponent(boot.prefix + to.checkout("contact"))}`} className={buttonLook("text")}>
            {t("signIn")}
          </Link>
        )}
      </div>
    </form>
  );
}
