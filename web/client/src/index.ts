// The package's front door: what may be imported from "@parley-chat/client".
export * from "./injected.js";
export { createParley } from "./parley.js";
export { webSocketTransport } from "./transport.js";
export * from "./types.js";
