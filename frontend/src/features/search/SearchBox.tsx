import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";

import { reading } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import { useCategories, type Category } from "../../shared/categories";
import { Marked } from "../../shared/ui/Marked";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { optionsFor, type Option } from "./options";
import { forgetSearch, recentSearches, rememberSearch } from "./recent";

const PAUSE = 150; // ms after the last key

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

/** "/" leads into the field from anywhere but another field. */
function useSlash(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || at.closest("input, textarea, select, dialog, [contenteditable]")) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [field]);
}

function pathOf(tree: Category[], slug: string): string {
  for (const one of tree) {
    if (one.slug === slug) return one.path;
    const below = pathOf(one.children, slug);
    if (below !== "") return below;
  }
  return "";
}

export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [recent, setRecent] = useState<string[]>([]);
  const settled = useSettled(text.trim());
  useSlash(field);

  useEffect(() => {
    setText(pathname === "/search" ? (new URLSearchParams(search).get("q") ?? "") : "");
    setOpen(false);
  }, [pathname, search]);

  const { data } = useQuery({
    ...reading("/api/catalog/suggest/", { query: { q: settled, market: boot.market } }),
    enabled: isOpen && settled !== "",
    placeholderData: keepPreviousData,
  });
  const tree = useCategories({ enabled: isOpen });
  const options = optionsFor(text.trim(), data, recent, (slug) => pathOf(tree, slug) || slug);
  const isShown = isOpen && options.length > 0;

  const leave = (option: Option) => {
    if (option.group === "search" || option.group === "recent") rememberSearch(option.text);
    setOpen(false);
    setActive(-1);
    void navigate(option.address);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isShown) return setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      return setActive((now) => ((now + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const chosen = options[active];
      if (chosen) return leave(chosen);
      const wanted = text.trim();
      if (wanted) leave({ key: "search", group: "search", text: wanted, address: `/search?q=${encodeURIComponent(wanted)}` });
    }
    if (event.key === "Escape") {
      if (isShown) setOpen(false);
      else setText("");
      setActive(-1);
    }
    return undefined;
  };

  return (
    <search
      className="relative block"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Search aria-hidden size={18} className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-2" />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        enterKeyHint="search"
        placeholder={t("search.placeholder")}
        value={text}
        maxLength={200}
        dir="auto"
        onFocus={() => {
          setRecent(recentSearches());
          setOpen(true);
        }}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full rounded-control border border-field bg-surface ps-10 pe-3 text-16"
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t("search.suggestions")}
        hidden={!isShown}
        className="absolute inset-x-0 top-full z-40 mt-1 max-h-[70vh] overflow-y-auto rounded-layer border border-line bg-surface py-2 shadow-[var(--floating)]"
      >
        {isShown &&
          groups(options).map(([group, members]) => (
            <div key={group} role="group" aria-label={t(`search.groups.${group}`)}>
              {group !== "search" && <p aria-hidden className="px-4 pt-2 pb-1 text-14 text-ink-2">{t(`search.groups.${group}`)}</p>}
              {members.map((option) => {
                const index = options.indexOf(option);
                return (
                  // The keyboard acts at the input, which holds the focus.
                  // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                  <div
                    key={option.key}
                    id={`${listId}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === active}
                    className="flex min-h-11 cursor-pointer items-center gap-3 px-4 py-1 aria-selected:bg-plate hover:bg-plate"
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => leave(option)}
                  >
                    <Suggestion option={option} text={text} />
                  </div>
                );
              })}
            </div>
          ))}
        {isShown && !text.trim() && (
          <button
            type="button"
            className="ms-4 inline-flex min-h-11 items-center gap-2 text-14 text-ink-2 underline underline-offset-4"
            onClick={() => {
              for (const one of recent) forgetSearch(one);
              setRecent([]);
              field.current?.focus();
            }}
          >
            <X aria-hidden size={16} />
            {t("search.forgetAll")}
          </button>
        )}
      </div>
    </search>
  );
}

function groups(options: Option[]): [Option["group"], Option[]][] {
  const found = new Map<Option["group"], Option[]>();
  for (const option of options) found.set(option.group, [...(found.get(option.group) ?? []), option]);
  return [...found];
}

function Suggestion({ option, text }: { option: Option; text: string }) {
  const { t } = useTranslation();
  if (option.group === "search") return <span>{t("search.searchFor", { text: option.text })}</span>;
  if (!option.product) return <Marked text={option.text} part={text} />;
  return (
    <>
      <Picture image={option.product.image && { ...option.product.image, alt_text: "" }} sizes="40px" className="w-10 shrink-0" />
      <span className="min-w-0 flex-1 truncate">
        <Marked text={option.text} part={text} />
      </span>
      <Price amount={option.product.price} className="text-14 text-ink-2" />
    </>
  );
}
