import i18next from "i18next";
import { useEffect, useState, type ComponentType } from "react";

import { goingOnAfter } from "../shared/api/again";
import { api } from "../shared/api/client";
import { boot } from "../shared/boot";
import { texts } from "../shared/i18n";
import { leave, onSignedOutElsewhere, wasMerged } from "../shared/person";
import { toast } from "../shared/ui/Toasts";

type AskingDialog = ComponentType<{ onEnd: (isIn: boolean) => void }>;

/** Fetches the sign-in dialog when a session has ended under somebody's hands, and leaves when another tab signed out. */
export function SignInAgain() {
  const [asking, setAsking] = useState<{ Dialog: AskingDialog; end: (isIn: boolean) => void } | null>(null);
  useEffect(() => {
    if (!boot.person) return undefined;
    if (wasMerged()) void texts("account").then(() => toast(i18next.t("signIn.merged", { ns: "account" })));
    const goingOn = goingOnAfter(async () => {
      const [{ SignInDialog }] = await Promise.all([import("../features/signin"), texts("account")]);
      return new Promise<boolean>((resolve) => {
        const end = (isIn: boolean) => {
          setAsking(null);
          resolve(isIn);
        };
        setAsking({ Dialog: SignInDialog, end });
      });
    });
    api.use(goingOn);
    const stop = onSignedOutElsewhere(() => leave(`${boot.prefix}/`));
    return () => {
      api.eject(goingOn);
      stop();
    };
  }, []);
  return asking && <asking.Dialog onEnd={asking.end} />;
}
