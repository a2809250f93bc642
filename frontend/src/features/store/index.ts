export { StorePage } from "./StorePage";
