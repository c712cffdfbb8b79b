// What is not needed to begin with, in one file that `later_parts.tsx` fetches: the client library, conversations and named
// rooms, the rules, pictures.
export { createParley, defaultEnvironment, webSocketTransport } from "@parley-chat/client";
export { RulesSheet } from "./components/rules_sheet.tsx";
export { prepare } from "./prepare.ts";
export { LaterScreen } from "./screens/later_screen.tsx";
