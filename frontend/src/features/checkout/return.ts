export { ReturnPage } from "./ReturnPage";
