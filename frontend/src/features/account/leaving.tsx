import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";

/** Asks before somebody leaves what was typed and not saved: by a link of the shop, or by closing the window. */
export function Leaving({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation("account");
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isUnsaved && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isUnsaved]);
  const stay = () => blocker.reset?.();
  return (
    <Dialog
      title={t("leaving.title")}
      isOpen={blocker.state === "blocked"}
      onClose={stay}
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={stay}>
            {t("leaving.stay")}
          </Button>
          <Button look="danger" onClick={() => blocker.proceed?.()}>
            {t("leaving.leave")}
          </Button>
        </div>
      }
    >
      <p>{t("leaving.text")}</p>
    </Dialog>
  );
}
