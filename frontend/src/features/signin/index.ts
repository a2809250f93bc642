export { SignInDialog } from "./SignInDialog";
