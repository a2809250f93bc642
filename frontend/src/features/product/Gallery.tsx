import { ChevronLeft, ChevronRight, ZoomIn } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { number } from "../../shared/lib/format";
import { Dialog } from "../../shared/ui/Dialog";
import { Picture } from "../../shared/ui/Picture";
import type { Product } from "./choice";

const LARGE = "(width >= 1024px) 55vw, 100vw";
const arrow = "absolute top-1/2 grid size-11 -translate-y-1/2 place-items-center rounded-control bg-surface text-ink";

export function Gallery({ pictures }: { pictures: Product["images"] }) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const [isZoomed, setZoomed] = useState(false);
  const touch = useRef(0);
  const shown = pictures[at] ?? null;
  const many = pictures.length > 1;
  const step = (by: number) => setAt((at + by + pictures.length) % pictures.length);
  return (
    <div>
      <div
        className="relative"
        onTouchStart={(event) => {
          touch.current = event.touches[0]?.clientX ?? 0;
        }}
        onTouchEnd={(event) => {
          const moved = (event.changedTouches[0]?.clientX ?? 0) - touch.current;
          const isForward = document.documentElement.dir === "rtl" ? moved > 0 : moved < 0;
          if (many && Math.abs(moved) > 40) step(isForward ? 1 : -1);
        }}
      >
        <Picture image={shown} sizes={LARGE} isFirst className="max-lg:aspect-[4/3]" />
        {many && (
          <>
            <button type="button" className={`${arrow} start-2`} aria-label={t("product.previousPicture")} onClick={() => step(-1)}>
              <ChevronLeft aria-hidden className="mirrored" />
            </button>
            <button type="button" className={`${arrow} end-2`} aria-label={t("product.nextPicture")} onClick={() => step(1)}>
              <ChevronRight aria-hidden className="mirrored" />
            </button>
          </>
        )}
        {shown && (
          <button type="button" aria-haspopup="dialog" aria-label={t("product.zoom")} className="absolute end-2 bottom-2 grid size-11 place-items-center rounded-control bg-surface" onClick={() => setZoomed(true)}>
            <ZoomIn aria-hidden size={20} />
          </button>
        )}
      </div>
      {many && (
        <ul className="mt-2 flex gap-2 overflow-x-auto p-0.5">
          {pictures.map((picture, index) => (
            <li key={picture.url}>
              <button
                type="button"
                aria-current={index === at}
                aria-label={t("product.pictureOf", { at: number(index + 1), of: number(pictures.length) })}
                onClick={() => setAt(index)}
                className="block w-16 border-2 border-transparent aria-[current=true]:border-signal"
              >
                <Picture image={{ ...picture, alt_text: "" }} sizes="64px" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={shown?.alt_text || t("product.picture")} isOpen={isZoomed} onClose={() => setZoomed(false)} place="full">
        <Picture image={shown} sizes="100vw" className="mx-auto max-w-[min(70vh,100%)]" />
      </Dialog>
    </div>
  );
}
