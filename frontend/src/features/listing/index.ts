export { CategoryPage } from "./CategoryPage";
export { SearchPage } from "./SearchPage";
