// The public types of the library: what a page or a bot sees of a wait and of a chat.
export * from "./types/chat.js";
export * from "./types/messages.js";
export * from "./types/parley.js";
export * from "./types/states.js";
export * from "./types/wait.js";
