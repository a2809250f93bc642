import { useTranslation } from "react-i18next";

import { number } from "../../shared/lib/format";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Price } from "../../shared/ui/Price";
import type { Offer } from "./choice";

interface Properties {
  isOpen: boolean;
  onClose: () => void;
  offers: Offer[];
  chosen: string;
  onChoose: (itemId: string) => void;
}

/** Several stores sell the same: price, stock and time side by side. */
export function OfferDialog({ isOpen, onClose, offers, chosen, onChoose }: Properties) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("product.compare", { count: offers.length, shown: number(offers.length) })} isOpen={isOpen} onClose={onClose} place="full">
      {/* It scrolls sideways on a phone: the keyboard has to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="overflow-x-auto" role="region" aria-label={t("product.offersTable")} tabIndex={0}>
        <table className="w-full min-w-[32rem] text-start">
          <thead>
            <tr className="border-b border-line text-14 text-ink-2 [&>th]:py-2 [&>th]:pe-4 [&>th]:text-start [&>th]:font-[400]">
              <th scope="col">{t("product.shop")}</th>
              <th scope="col">{t("product.price")}</th>
              <th scope="col">{t("product.stock")}</th>
              <th scope="col">{t("product.dispatch")}</th>
              <th scope="col">
                <span className="sr-only">{t("product.choose")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <tr key={offer.item_id} className="border-b border-line [&>*]:py-3 [&>*]:pe-4">
                <th scope="row" className="text-start font-[560]">
                  <bdi>{offer.store.name}</bdi>
                  <span className="block text-14 font-[400] text-ink-2">
                    <bdi>{offer.store.city}</bdi>
                  </span>
                </th>
                <td>
                  <Price amount={offer.price} className="font-[560]" />
                </td>
                <td>{offer.is_available ? t("stock.inStock") : t("stock.soldOut")}</td>
                <td>{t("product.days", { count: offer.store.handling_days, shown: number(offer.store.handling_days) })}</td>
                <td className="text-end">
                  {offer.item_id === chosen ? (
                    <span className="text-14 text-ink-2">{t("product.chosen")}</span>
                  ) : (
                    <Button
                      look="quiet"
                      aria-label={t("product.chooseOf", { shop: offer.store.name })}
                      onClick={() => {
                        onChoose(offer.item_id);
                        onClose();
                      }}
                    >
                      {t("product.choose")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
