import clsx from "clsx";
import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Place = "middle" | "end" | "full";

const PLACES: Record<Place, string> = {
  middle: "m-auto w-[min(32rem,calc(100vw-32px))] max-h-[min(85vh,48rem)] rounded-layer",
  end: "ms-auto me-0 my-0 h-dvh w-[min(28rem,100vw)]",
  full: "m-0 h-dvh w-screen md:m-auto md:h-auto md:max-h-[85vh] md:w-[min(64rem,calc(100vw-64px))] md:rounded-layer",
};

interface Properties {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  place?: Place;
  /** Stays at the bottom while the rest scrolls. */
  footer?: ReactNode;
  children: ReactNode;
}

/** The browser's own dialog: it keeps the focus, closes on Escape and gives the focus back to its opener. */
export function Dialog({ title, isOpen, onClose, place = "middle", footer, children }: Properties) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isOpen && !element.open) {
      element.showModal();
      heading.current?.focus();
    }
    if (!isOpen && element.open) element.close();
  }, [isOpen]);

  return (
    // A press on the backdrop closes; Escape is the keyboard's way, which the browser brings.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className={clsx("z-50 overflow-hidden text-ink shadow-[var(--floating)]", PLACES[place])}
    >
      {isOpen && (
        <div className="flex h-full max-h-[inherit] flex-col">
          <header className="flex items-center justify-between gap-4 border-b border-line ps-4 pe-2 py-2 md:ps-6">
            <h2 id={titleId} ref={heading} tabIndex={-1} className="heading-20 outline-none">
              {title}
            </h2>
            <button type="button" onClick={onClose} className="grid size-11 place-items-center rounded-control" aria-label={t("action.close")}>
              <X aria-hidden size={20} />
            </button>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6">{children}</div>
          {footer && <footer className="border-t border-line px-4 py-4 md:px-6">{footer}</footer>}
        </div>
      )}
    </dialog>
  );
}
