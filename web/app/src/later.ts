// What is not needed to begin with, in one file that `later_parts.tsx` fetches: the conversation, the rules, pictures.
export { RulesSheet } from "./components/rules_sheet.tsx";
export { prepare } from "./prepare.ts";
export { ChatScreen } from "./screens/chat.tsx";
