import clsx from "clsx";
import { ClipboardList, House, Layers } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation, useNavigate } from "react-router";

import { controlLook } from "../../shared/ui/Field";
import { at, may, rememberStore, type Workplace } from "./stores";

const PLACES = [
  { address: at.today, name: "today", icon: House, permission: "orders.view" },
  { address: at.orders, name: "orders", icon: ClipboardList, permission: "orders.view" },
  { address: at.stock, name: "stock", icon: Layers, permission: "stock.edit" },
] as const;

/** The side list; on a phone a bar at the bottom, within reach of the thumb. */
export function ConsoleNav({ store }: { store: Workplace }) {
  const { t } = useTranslation("seller");
  return (
    <nav
      aria-label={t("nav.label")}
      className="border-line bg-bg max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-10 max-lg:border-t lg:sticky lg:top-16 lg:h-[calc(100dvh-4rem)] lg:border-e"
    >
      <ul className="flex max-lg:justify-around lg:flex-col lg:py-4">
        {PLACES.filter(({ permission }) => may(store, permission)).map(({ address, name, icon: Icon }) => (
          <li key={name} className="max-lg:flex-1">
            <NavLink
              to={address}
              end={address === at.today}
              className={({ isActive }) =>
                clsx(
                  "flex items-center justify-center text-14 max-lg:min-h-14 max-lg:flex-col max-lg:gap-1 lg:min-h-11 lg:justify-start lg:gap-3 lg:border-s-3 lg:px-5 lg:text-16",
                  isActive ? "border-signal font-[560] text-ink" : "border-transparent text-ink-2 hover:text-ink",
                )
              }
            >
              <Icon aria-hidden size={20} />
              {t(`nav.${name}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function StoreSwitch({ stores, store }: { stores: Workplace[]; store: Workplace }) {
  const { t } = useTranslation("seller");
  const id = useId();
  const { pathname } = useLocation();
  const go = useNavigate();
  if (stores.length === 1) return <p className="min-w-0 truncate font-[560]"><bdi>{store.name}</bdi></p>;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="sr-only">
        {t("nav.store")}
      </label>
      <select
        id={id}
        value={store.slug}
        className={clsx(controlLook, "max-w-64")}
        onChange={(event) => {
          rememberStore(event.target.value);
          // An order belongs to one store: the other's list instead.
          void go(pathname.startsWith(`${at.orders}/`) ? at.orders : pathname);
        }}
      >
        {stores.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
