import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { boot } from "../../shared/boot";
import { Dialog } from "../../shared/ui/Dialog";
import type { User } from "./enter";
import { SignInForm } from "./SignInForm";

/** Over the page in the middle of which the session ended: nothing that was typed there is lost. */
export function SignInDialog({ onEnd }: { onEnd: (isIn: boolean) => void }) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const done = (user: User) => {
    if (user.id !== boot.person?.id) {
      location.assign(`${boot.prefix}/`); // somebody else: nothing of this page is theirs
      return;
    }
    onEnd(true);
    void client.invalidateQueries();
  };
  return (
    <Dialog title={t("again.title")} isOpen onClose={() => onEnd(false)}>
      <p className="mb-6 text-ink-2">{t("again.lead")}</p>
      <SignInForm onDone={done} />
    </Dialog>
  );
}
