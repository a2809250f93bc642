import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCategories } from "../shared/categories";
import { to } from "../shared/routes";
import { Dialog } from "../shared/ui/Dialog";

export function CategoryDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const tree = useCategories({ enabled: isOpen });
  return (
    <Dialog title={t("layout.categories")} isOpen={isOpen} onClose={onClose} place="full">
      <ul className="grid gap-x-8 gap-y-6 pb-8 md:grid-cols-3">
        {tree.map((top) => (
          <li key={top.id}>
            <Link to={to.category(top.path)} onClick={onClose} className="inline-flex min-h-11 items-center text-18 font-[560] hover:underline underline-offset-4">
              {top.name}
            </Link>
            <ul className="border-t border-line">
              {top.children.map((child) => (
                <li key={child.id}>
                  <Link to={to.category(child.path)} onClick={onClose} className="inline-flex min-h-11 w-full items-center text-ink-2 hover:text-ink hover:underline underline-offset-4">
                    {child.name}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
