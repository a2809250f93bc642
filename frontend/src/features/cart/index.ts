export { CartDrawer } from "./CartDrawer";
