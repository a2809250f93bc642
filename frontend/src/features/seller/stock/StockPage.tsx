import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import clsx from "clsx";
import { Search, Undo2 } from "lucide-react";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker, useSearchParams } from "react-router";

import { addressOf, api } from "../../../shared/api/client";
import type { Problem } from "../../../shared/api/problem";
import { read, type Answer } from "../../../shared/api/read";
import { fieldFactor, number as shown } from "../../../shared/lib/format";
import { Button } from "../../../shared/ui/Button";
import { Dialog } from "../../../shared/ui/Dialog";
import { controlLook } from "../../../shared/ui/Field";
import { Page, Title } from "../../../shared/ui/Page";
import { Bar, Empty, Failure, Waiting } from "../../../shared/ui/states";
import { toast } from "../../../shared/ui/Toasts";
import { may, useStore } from "../stores";
import { cell, COLUMNS, rowsOf, savedText, typedWith, typedWithSheet, wrongOf, type Column, type Item, type Typed } from "./grid";

const ITEMS = "/api/marketplace/items/";
const AT_ONCE = 50;
const KEPT = 100; // steps that can be undone

type ItemPage = Answer<typeof ITEMS>;

function useItems(store: string, isLow: boolean, q: string) {
  const query = { store, is_low: isLow ? "true" : undefined, q: q || undefined };
  return useInfiniteQuery<ItemPage, Problem, InfiniteData<ItemPage, string>, string[], string>({
    queryKey: [ITEMS, addressOf(ITEMS, { query })],
    queryFn: ({ pageParam, signal }) => read(ITEMS, { query: { ...query, page_size: AT_ONCE, after: pageParam || undefined } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.next ? new URL(page.next, location.origin).searchParams.get("after") : null),
  });
}

/** What was typed, and the way back through it. */
function useTyped() {
  const [{ typed, past }, set] = useState<{ typed: Typed; past: Typed[] }>({ typed: {}, past: [] });
  const last = useRef("");
  const put = (next: Typed, step: string) =>
    set((before) => {
      const isSame = step !== "" && step === last.current; // one cell typed into is one step
      last.current = step;
      return { typed: next, past: isSame ? before.past : [...before.past.slice(-KEPT), before.typed] };
    });
  const undo = () => {
    last.current = "";
    set((before) => (before.past.length > 0 ? { typed: before.past.at(-1) as Typed, past: before.past.slice(0, -1) } : before));
  };
  const clear = (typedStill: Typed = {}) => {
    last.current = "";
    set({ typed: typedStill, past: [] });
  };
  return { typed, put, undo, clear, canUndo: past.length > 0 };
}

export function StockPage() {
  const { t } = useTranslation("seller");
  const store = useStore();
  const client = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const isLow = address.get("low") === "true";
  const q = address.get("q") ?? "";
  const items = useItems(store.id, isLow, q);
  const rows = items.data?.pages.flatMap(({ results }) => results) ?? [];
  const { typed, put, undo, clear, canUndo } = useTyped();
  const [refusals, setRefusals] = useState<Record<string, string>>({});
  const count = Object.keys(typed).length;
  const wrong = rows.flatMap((item) => COLUMNS.filter((column) => wrongOf(item, column, typed[cell(item.id, column)] ?? savedText(item, column)) !== null && typed[cell(item.id, column)] !== undefined).map((column) => cell(item.id, column)));

  const save = useMutation<void, Problem>({
    mutationFn: async () => {
      const sent = rowsOf(typed, rows);
      const { data } = await api.POST("/api/marketplace/items/grid/", { body: { store: store.id, rows: sent, note: "" } });
      const refused = new Map(data?.rows.filter(({ outcome }) => outcome === "refused").map(({ item, problems }) => [item, problems.map(({ detail }) => detail).join(" ")]));
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === ITEMS || String(queryKey[0]).includes("/desk/") });
      setRefusals(Object.fromEntries(refused));
      clear(Object.fromEntries(Object.entries(typed).filter(([name]) => refused.has(name.split(" ")[0] as string))));
      if (data && data.changed > 0) toast(t("stock.saved", { count: data.changed, shown: shown(data.changed) }));
    },
    onError: (problem) => toast(problem.detail || t("ship.unreachable")),
  });
  const submit = () => {
    if (save.isPending) return;
    if (wrong.length > 0) document.getElementById(wrong[0] as string)?.focus();
    else save.mutate();
  };
  const filter = (name: string, value: string) => {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { preventScrollReset: true });
  };
  const change = (next: Typed, step: string) => {
    put(next, step);
    setRefusals({});
  };

  return (
    <Page title={t("stock.title")}>
      <Title>{t("stock.title")}</Title>
      <p className="mt-1 max-w-[62ch] text-ink-2">{t("stock.hint")}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <SearchField key={q} value={q} onSearch={(text) => filter("q", text)} />
        <Button look="quiet" aria-pressed={isLow} className={clsx(isLow && "border-ink! bg-plate")} onClick={() => filter("low", isLow ? "" : "true")}>
          {t("stock.onlyLow")}
        </Button>
      </div>
      <div className="mt-4">
        {items.isPending && (
          <Waiting onRetry={() => void items.refetch()}>
            <Bar className="h-80" />
          </Waiting>
        )}
        {items.isError && rows.length === 0 && <Failure problem={items.error} onRetry={() => void items.refetch()} what={t("stock.what")} />}
        {items.isSuccess && rows.length === 0 && <Empty title={t(q ? "stock.nothingFound" : isLow ? "stock.nothingLow" : "stock.nothing")} />}
        {rows.length > 0 && (
          <Grid rows={rows} typed={typed} refusals={refusals} canPrice={may(store, "price.edit")} onChange={change} onUndo={undo} onSave={submit} />
        )}
        {items.hasNextPage && (
          <Button look="quiet" className="mt-4" isBusy={items.isFetchingNextPage} onClick={() => void items.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </div>
      {count > 0 && (
        <div className="sticky bottom-16 z-10 mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border border-line bg-surface px-4 py-2 shadow-[var(--floating)] lg:bottom-4">
          <p role="status">
            {t("stock.unsaved", { count, shown: shown(count) })}
            {wrong.length > 0 && <span className="text-bad"> · {t("stock.wrong", { count: wrong.length, shown: shown(wrong.length) })}</span>}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="text" reason={canUndo ? undefined : t("stock.noUndo")} onClick={undo}>
              <Undo2 aria-hidden size={18} className="mirrored" />
              {t("stock.undo")}
            </Button>
            <Button look="text" onClick={() => { clear(); setRefusals({}); }}>
              {t("stock.discard")}
            </Button>
            <Button isBusy={save.isPending} onClick={submit}>
              {t("stock.save", { count, shown: shown(count) })}
            </Button>
          </div>
        </div>
      )}
      <Leaving isDirty={count > 0} />
    </Page>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation("seller");
  const [text, setText] = useState(value);
  return (
    <form role="search" className="relative w-full max-w-sm" onSubmit={(event) => { event.preventDefault(); onSearch(text.trim()); }}>
      <Search aria-hidden size={18} className="pointer-events-none absolute start-3 top-3.5 text-ink-3" />
      <input
        type="search"
        aria-label={t("stock.search")}
        placeholder={t("stock.search")}
        maxLength={80}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (!event.target.value && value) onSearch("");
        }}
        className={clsx(controlLook, "ps-10")}
      />
    </form>
  );
}

interface GridProperties {
  rows: Item[];
  typed: Typed;
  refusals: Record<string, string>;
  canPrice: boolean;
  onChange: (next: Typed, step: string) => void;
  onUndo: () => void;
  onSave: () => void;
}

function Grid({ rows, typed, refusals, canPrice, onChange, onUndo, onSave }: GridProperties) {
  const { t } = useTranslation("seller");
  const columns = COLUMNS.filter((column) => column !== "price" || canPrice);
  const go = (row: number, across: number) => {
    const [item, column] = [rows[row], columns[across]];
    if (!item || !column) return false;
    const field = document.getElementById(cell(item.id, column)) as HTMLInputElement | null;
    field?.focus();
    field?.select();
    return field !== null;
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>, row: number, across: number) => {
    const field = event.currentTarget;
    const isAll = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const moves: Record<string, () => boolean> = {
      ArrowUp: () => go(row - 1, across),
      ArrowDown: () => go(row + 1, across),
      Enter: () => go(row + (event.shiftKey ? -1 : 1), across),
      [forward]: () => (isAll || field.selectionStart === field.value.length) && go(row, across + 1),
      [backward]: () => (isAll || field.selectionEnd === 0) && go(row, across - 1),
    };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      onUndo();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      onSave();
    } else if (event.key === "Enter" || moves[event.key]?.()) {
      if (event.key === "Enter") moves.Enter?.();
      event.preventDefault();
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>, row: number, column: Column) => {
    const text = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    onChange(typedWithSheet(typed, rows, text, row, column), "");
  };
  const currency = rows[0]?.price.currency ?? "";
  const unit = fieldFactor(currency) === 10 ? t("stock.tomans") : currency;
  return (
    // A region that scrolls has to take the focus, so that the keyboard scrolls it too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={t("stock.title")} tabIndex={0} className="overflow-x-auto border-y border-line">
      <table className="w-full border-collapse">
        <thead className="text-14 text-ink-2">
          <tr className="border-b border-line">
            <th scope="col" className="px-2 py-2 text-start font-normal">{t("stock.offer")}</th>
            <th scope="col" className="px-2 py-2 text-end font-normal max-md:hidden">{t("stock.reserved")}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-1 py-2 text-start font-normal whitespace-nowrap">
                {column === "price" ? t("stock.price", { unit }) : t(`stock.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((item, row) => (
            <tr key={item.id} className="border-b border-line align-top last:border-b-0">
              <th scope="row" className="min-w-36 px-2 py-2 text-start font-normal">
                <span className="line-clamp-2"><bdi>{item.product.name}</bdi></span>
                <span className="block">
                  <span className="spec">{item.variant.sku}</span>
                </span>
                {item.stock < item.low_stock_threshold && <span className="text-14 text-warn">{t(item.stock === 0 ? "stock.none" : "stock.low")}</span>}
                {!item.is_active && <span className="text-14 text-ink-2"> {t("stock.hidden")}</span>}
                {refusals[item.id] && <span role="alert" className="block text-14 text-bad">{refusals[item.id]}</span>}
              </th>
              <td className="figures px-2 py-4 text-end text-ink-2 max-md:hidden">{shown(item.reserved)}</td>
              {columns.map((column, across) => {
                const id = cell(item.id, column);
                const text = typed[id] ?? savedText(item, column);
                const wrong = typed[id] === undefined ? null : wrongOf(item, column, text);
                return (
                  <td key={column} className="px-1 py-2">
                    <input
                      id={id}
                      inputMode={column === "price" ? "decimal" : "numeric"}
                      dir="ltr"
                      autoComplete="off"
                      aria-label={t("stock.cell", { column: column === "price" ? t("stock.price", { unit }) : t(`stock.${column}`), item: `${item.product.name} ${item.variant.sku}` })}
                      aria-invalid={wrong ? true : undefined}
                      aria-describedby={wrong ? `${id} why` : undefined}
                      value={text}
                      onFocus={(event) => event.currentTarget.select()}
                      onChange={(event) => onChange(typedWith(typed, item, column, event.target.value), id)}
                      onKeyDown={(event) => onKey(event, row, across)}
                      onPaste={(event) => onPaste(event, row, column)}
                      className={clsx(
                        controlLook,
                        "figures min-w-20 rtl:text-right",
                        column === "price" ? "max-w-36 min-w-28!" : "max-w-28",
                        typed[id] !== undefined && !wrong && "border-signal! bg-signal-wash!",
                        wrong && "bg-bad-wash!",
                      )}
                    />
                    {wrong && (
                      <p id={`${id} why`} className="mt-1 max-w-32 text-14 text-bad">
                        {t(`stock.reasons.${wrong}`)}
                      </p>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whoever goes with unsaved changes is asked first. */
function Leaving({ isDirty }: { isDirty: boolean }) {
  const { t } = useTranslation("seller");
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
  const stay = () => blocker.reset?.();
  return (
    <Dialog
      title={t("leave.title")}
      isOpen={blocker.state === "blocked"}
      onClose={stay}
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="danger" onClick={() => blocker.proceed?.()}>
            {t("leave.go")}
          </Button>
          <Button onClick={stay}>{t("leave.stay")}</Button>
        </div>
      }
    >
      <p>{t("leave.text")}</p>
    </Dialog>
  );
}
