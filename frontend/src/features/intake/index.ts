export { IntakeFormCard } from "./IntakeFormCard";
