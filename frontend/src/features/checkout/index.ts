export { CheckoutPage } from "./CheckoutPage";
