import { onlineManager } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

/** Says that the network is away; what is on the screen stays. */
export function Offline() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(
    (changed) => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status" className={isOnline ? "" : "bg-warn-wash text-warn"}>
      {!isOnline && (
        <p className="wrap flex items-center gap-2 py-2 text-14">
          <WifiOff aria-hidden size={16} />
          {t("state.offline")}
        </p>
      )}
    </div>
  );
}
