// The public types of the library: what a page or a bot sees of a wait, a chat and a named room.
export * from "./types/chat.js";
export * from "./types/messages.js";
export * from "./types/named_room.js";
export * from "./types/parley.js";
export * from "./types/states.js";
export * from "./types/wait.js";
