export { DeploymentPage } from "./DeploymentPage";
export { DeploymentsPage } from "./DeploymentsPage";
