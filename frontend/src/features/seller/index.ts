export { ConsoleNav, StoreSwitch } from "./Console";
export { useWorkplaces } from "./stores";
