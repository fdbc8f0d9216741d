export { ResultCard } from "./ResultCard";
export { RunTimeline } from "./RunTimeline";
