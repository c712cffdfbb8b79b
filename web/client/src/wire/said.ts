// What the client says, as it goes over the wire (docs/protocol.md sections 2 and 3), and as JSON-RPC 2.0 text.
import type { ReportReason } from "../types.js";
import type { ClockContent, FileContent, VersionVector } from "./heard.js";

/**
 * What a message says. An edit and a delete are of the own message `of`; an image and a file are a `file`; these and a
 * delete have no `body`. `clock`: the sender's own.
 */
export interface Content {
  readonly kind: "text" | "icebreaker" | "edit" | "delete" | "image" | "file";
  readonly body?: string;
  readonly of?: number;
  readonly file?: FileContent;
  readonly clock?: ClockContent;
}

/** What gets an answer. */
export type Call =
  | {
      readonly method: "seek";
      readonly params: {
        readonly language: string;
        readonly interests: readonly string[];
        readonly name?: string;
        readonly attempt: number;
        readonly session?: string;
        readonly priority?: string;
      };
    }
  | { readonly method: "cancel"; readonly params: { readonly attempt: number } }
  | {
      readonly method: "open";
      readonly params: { readonly room: string; readonly key?: string; readonly name?: string };
    }
  | {
      readonly method: "resume";
      readonly params: { readonly token: string; readonly unreachable: readonly string[] };
    }
  | {
      readonly method: "join";
      readonly params: {
        readonly token: string;
        readonly applied: VersionVector;
        readonly seen?: VersionVector;
        readonly next: number;
        readonly epoch: number;
        readonly opened: boolean;
        readonly claim: boolean;
      };
    }
  | { readonly method: "send"; readonly params: { readonly seq: number } & Content }
  | { readonly method: "rename"; readonly params: { readonly name: string } }
  | { readonly method: "stay" | "leave"; readonly params: Readonly<Record<string, never>> }
  | {
      readonly method: "report";
      readonly params: {
        readonly token: string;
        readonly reason: ReportReason;
        readonly words?: string;
        readonly about?: number;
      };
    }
  | { readonly method: "block"; readonly params: { readonly token: string } }
  | { readonly method: "sync"; readonly params: { readonly t0: number } };

/** What needs no answer. */
export type Notice =
  | {
      readonly method: "received" | "seen";
      readonly params: { readonly applied: VersionVector };
    }
  | { readonly method: "typing"; readonly params: { readonly on: boolean } };

/** A request when there is an `id`, else a notification. */
export const encode = ({ method, params }: Call | Notice, id?: number | string): string =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params });
