import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCart } from "../../shared/cart";
import { to } from "../../shared/routes";
import { buttonLook } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Bar, Empty, Failure } from "../../shared/ui/states";
import { CartTotals, Lines } from "./Lines";

export function CartDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const cart = useCart();
  const isEmpty = !cart.data || cart.data.quantity === 0;
  return (
    <Dialog
      title={t("cart.title")}
      isOpen={isOpen}
      onClose={onClose}
      place="end"
      footer={
        cart.data &&
        !isEmpty && (
          <>
            <CartTotals cart={cart.data} />
            <div className="mt-4 grid grid-cols-2 gap-2">
              <Link to={to.cart} onClick={onClose} className={buttonLook("quiet", "min-h-12")}>
                {t("cart.view")}
              </Link>
              <Link to={to.checkout("contact")} onClick={onClose} className={buttonLook("primary", "px-3")}>
                {t("cart.checkout")}
              </Link>
            </div>
          </>
        )
      }
    >
      {cart.isLoading && <Bar className="h-40" />}
      {cart.isError && !cart.data && <Failure problem={cart.error} onRetry={() => void cart.refetch()} what={t("cart.theBag")} />}
      {cart.data && !isEmpty && <Lines cart={cart.data} onLeave={onClose} />}
      {isEmpty && !cart.isLoading && !cart.isError && (
        <Empty title={t("cart.empty")} action={<Link to={to.home} onClick={onClose} className={buttonLook()}>{t("cart.lookAround")}</Link>} />
      )}
    </Dialog>
  );
}
