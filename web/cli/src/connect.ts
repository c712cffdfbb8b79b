// One session at the services that the options name, with the WebSocket of Node's package `ws`.
import { createParley, type Parley, webSocketTransport } from "@parley-chat/client";
import { WebSocket } from "ws";
import type { Options } from "./options.js";

export const connect = ({ url }: Options): Parley =>
  createParley({ url, storage: null, transport: webSocketTransport(WebSocket) });
