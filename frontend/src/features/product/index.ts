export { ProductPage } from "./ProductPage";
