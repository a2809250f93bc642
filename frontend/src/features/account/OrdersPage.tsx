import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { to } from "../../shared/routes";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Empty, Failure } from "../../shared/ui/states";
import { OrderRow } from "./OrderRow";
import { useOrders } from "./orders";
import { Rows } from "./Rows";
import { Shell } from "./Shell";

export function OrdersPage() {
  return (
    <Shell place="orders">
      <Orders />
    </Shell>
  );
}

function Orders() {
  const { t } = useTranslation("account");
  const orders = useOrders();
  if (orders.isError && !orders.data) return <Failure problem={orders.error} onRetry={() => void orders.refetch()} what={t("orders.what")} />;
  if (!orders.data) return <Rows onRetry={() => void orders.refetch()} />;
  const all = orders.data.pages.flatMap(({ results }) => results);
  if (all.length === 0) {
    return (
      <Empty
        title={t("orders.none")}
        action={
          <Link to={to.home} className={buttonLook("primary")}>
            {t("lookAround")}
          </Link>
        }
      />
    );
  }
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {all.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
      {orders.hasNextPage && (
        <Button look="quiet" className="mt-6" isBusy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
          {t("orders.more")}
        </Button>
      )}
    </>
  );
}
