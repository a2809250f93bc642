import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading, useRead } from "../../shared/api/read";
import { countryName } from "../../shared/lib/countries";
import { announce } from "../../shared/ui/Announcer";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Empty, Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";
import { AddressForm } from "./AddressForm";
import type { Address } from "./address";
import { Rows } from "./Rows";
import { Shell } from "./Shell";

const BOOK = reading("/api/accounts/addresses/", { query: { page_size: 100 } });

export function AddressesPage() {
  const { t } = useTranslation("account");
  return (
    <Shell place="addresses" lead={t("addresses.lead")}>
      <Book />
    </Shell>
  );
}

function Book() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const book = useRead("/api/accounts/addresses/", { query: { page_size: 100 } });
  const [editing, setEditing] = useState<string | null>(null); // an id, or "new"
  const changed = async () => {
    await client.invalidateQueries({ queryKey: BOOK.queryKey });
    await client.invalidateQueries({ queryKey: reading("/api/accounts/addresses/").queryKey }); // the checkout's
    setEditing(null);
  };
  if (book.isError && !book.data) return <Failure problem={book.error} onRetry={() => void book.refetch()} what={t("addresses.what")} />;
  if (!book.data) return <Rows onRetry={() => void book.refetch()} />;
  // The default one first: the others as the book has them.
  const addresses = [...book.data.results].sort((a, b) => Number(b.is_default) - Number(a.is_default));
  const saved = async () => {
    await changed();
    announce(t("addresses.saved"));
    toast(t("addresses.saved"));
  };
  return (
    <>
      {addresses.length === 0 && editing === null && <Empty title={t("addresses.none")} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {addresses.map((address) =>
          editing === address.id ? (
            <li key={address.id} className="border border-field bg-surface p-4 md:col-span-2 md:p-6">
              <AddressForm address={address} onSaved={saved} onCancel={() => setEditing(null)} />
            </li>
          ) : (
            <Card key={address.id} address={address} onEdit={() => setEditing(address.id)} onChanged={changed} />
          ),
        )}
        {editing === "new" && (
          <li className="border border-field bg-surface p-4 md:col-span-2 md:p-6">
            <AddressForm onSaved={saved} onCancel={() => setEditing(null)} />
          </li>
        )}
      </ul>
      {editing !== "new" && (
        <Button className="mt-6" onClick={() => setEditing("new")}>
          {t("addresses.add")}
        </Button>
      )}
    </>
  );
}

function Card({ address, onEdit, onChanged }: { address: Address; onEdit: () => void; onChanged: () => Promise<void> }) {
  const { t } = useTranslation("account");
  const [isAsking, setAsking] = useState(false);
  const path = { path: { address_id: address.id } };
  const name = address.label || address.recipient;
  const prefer = useMutation<unknown, Problem>({
    mutationFn: () => api.PATCH("/api/accounts/addresses/{address_id}/", { params: path, body: { is_default: true } }),
    onSuccess: async () => {
      await onChanged();
      announce(t("addresses.isDefaultNow", { name }));
    },
    onError: (problem) => toast(problem.detail || t("unreachable")),
  });
  const remove = useMutation<unknown, Problem>({
    mutationFn: () => api.DELETE("/api/accounts/addresses/{address_id}/", { params: path }),
    onSuccess: async () => {
      setAsking(false);
      await onChanged();
      toast(t("addresses.deleted", { name }));
    },
  });
  return (
    <li className="flex flex-col border border-line bg-surface p-4 md:p-6">
      <p className="flex flex-wrap items-center gap-x-3 font-[560]">
        <bdi>{name}</bdi>
        {address.is_default && (
          <span className="inline-flex items-center gap-2 text-14 font-normal text-ink-2">
            <span aria-hidden className="size-2 rounded-full bg-signal" />
            {t("addresses.default")}
          </span>
        )}
      </p>
      <address className="mt-1 flex-1 not-italic text-ink-2">
        <bdi className="block">{[address.label ? address.recipient : "", address.line1, address.line2].filter(Boolean).join(", ")}</bdi>
        <bdi className="block">{[address.postal_code, address.city, address.region].filter(Boolean).join(" ")}</bdi>
        <span className="block">{countryName(address.country)}</span>
        {address.phone && (
          <span dir="ltr" className="inline-block">
            {address.phone}
          </span>
        )}
      </address>
      <div className="mt-3 -ms-2 flex flex-wrap">
        <Button look="text" aria-label={t("addresses.editOf", { name })} onClick={onEdit}>
          {t("addresses.edit")}
        </Button>
        {!address.is_default && (
          <Button look="text" isBusy={prefer.isPending} aria-label={t("addresses.preferOf", { name })} onClick={() => prefer.mutate()}>
            {t("addresses.prefer")}
          </Button>
        )}
        <Button look="text" aria-haspopup="dialog" aria-label={t("addresses.deleteOf", { name })} onClick={() => setAsking(true)}>
          {t("addresses.delete")}
        </Button>
      </div>
      <Dialog
        title={t("addresses.deleteTitle", { name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        footer={
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              {t("addresses.delete")}
            </Button>
          </div>
        }
      >
        <p>{address.is_default ? t("addresses.deleteDefault") : t("addresses.deleteText")}</p>
        {remove.isError && (
          <p role="alert" className="mt-3 text-bad">
            {remove.error.detail || t("unreachable")}
          </p>
        )}
      </Dialog>
    </li>
  );
}
