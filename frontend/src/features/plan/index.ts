export { PlanCard } from "./PlanCard";
