export { CredentialsDialog } from "./CredentialsDialog";
export { CredentialsPage } from "./CredentialsPage";
