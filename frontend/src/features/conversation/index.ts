export { Conversation } from "./Conversation";
