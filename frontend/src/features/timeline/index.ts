export { AccountNote } from "./AccountNote";
export { ResultCard } from "./ResultCard";
export { RunTimeline } from "./RunTimeline";
