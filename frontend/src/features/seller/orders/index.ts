export { OrdersPage } from "./OrdersPage";
