export { Missing as MissingPage } from "../../shared/ui/Missing";
