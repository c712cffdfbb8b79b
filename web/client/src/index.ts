// The package's front door: what may be imported from "@parley-chat/client".
export { defaultEnvironment } from "./browser.js";
export * from "./injected.js";
export { createParley } from "./parley.js";
export { type Seeking, seek } from "./seek.js";
export { type WebSocketClass, type WebSocketLike, webSocketTransport } from "./transport.js";
export * from "./types.js";
