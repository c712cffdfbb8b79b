// Every message of the protocol that a client sends or hears, as types (docs/protocol.md sections 2 and 3).
// What the services say is in the library's own spelling; what the client says is as it goes over the wire.
import type { RpcError } from "./errors.js";

/** For each seat the highest seq; a seat that is not named counts as 0. */
export type VersionVector = Readonly<Record<string, number>>;

// ---- from the client -------------------------------------------------------------------------

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
      readonly method: "resume";
      readonly params: { readonly token: string; readonly unreachable: readonly string[] };
    }
  | {
      readonly method: "join";
      readonly params: {
        readonly token: string;
        readonly applied: VersionVector;
        readonly next: number;
        readonly epoch: number;
        readonly opened: boolean;
        readonly claim: boolean;
      };
    }
  | {
      readonly method: "send";
      readonly params: { readonly seq: number; readonly kind: "text"; readonly body: string };
    }
  | { readonly method: "rename"; readonly params: { readonly name: string } }
  | { readonly method: "leave"; readonly params: Readonly<Record<string, never>> }
  | { readonly method: "sync"; readonly params: { readonly t0: number } };

export type Method = Call["method"];

/** What needs no answer. */
export type Notice =
  | { readonly method: "received"; readonly params: { readonly applied: VersionVector } }
  | { readonly method: "typing"; readonly params: { readonly on: boolean } };

// ---- results ---------------------------------------------------------------------------------

export type Presence = "expected" | "present" | "away";

export interface MemberInfo {
  readonly seat: number;
  readonly name: string;
  readonly state: Presence;
  readonly leftMs: number;
  readonly base: number;
  readonly applied: VersionVector;
}

export interface JoinResult {
  readonly epoch: number;
  readonly seat: number;
  readonly accepted: number;
  readonly time: number;
  readonly graceMs: number;
  readonly members: readonly MemberInfo[];
}

export type Result =
  | { readonly of: "seek"; readonly session: string; readonly attempt: number }
  | { readonly of: "cancel" | "rename" | "leave" }
  | { readonly of: "resume"; readonly node: string; readonly claim: boolean }
  | ({ readonly of: "join" } & JoinResult)
  | { readonly of: "send"; readonly id?: string; readonly at?: number; readonly again: boolean }
  | { readonly of: "sync"; readonly t0: number; readonly t1: number; readonly t2: number };

// ---- notifications ---------------------------------------------------------------------------

export type Notification =
  | {
      readonly method: "waiting";
      readonly attempt: number;
      readonly elapsedMs: number;
      readonly waiting: number;
      readonly anyPartner: boolean;
      readonly nodes: boolean;
      readonly estimate: { readonly p50Ms: number; readonly p90Ms: number } | null;
    }
  | {
      readonly method: "assigned";
      readonly attempt: number;
      readonly room: string;
      readonly seat: number;
      readonly token: string;
      readonly node: string;
      readonly language: string;
      readonly interests: readonly string[];
      readonly partner: { readonly seat: number; readonly name: string };
    }
  | {
      readonly method: "wait_ended";
      readonly attempt: number;
      readonly reason: "cancelled" | "replaced" | "too_long";
    }
  | { readonly method: "storage"; readonly available: boolean }
  | { readonly method: "caught_up" }
  | {
      readonly method: "entry";
      readonly id: string;
      readonly from: number;
      readonly seq: number;
      readonly kind: string;
      readonly body: string;
      readonly at: number;
    }
  | { readonly method: "delivered"; readonly by: number; readonly applied: VersionVector }
  | { readonly method: "typing"; readonly by: number; readonly on: boolean }
  | { readonly method: "renamed"; readonly by: number; readonly name: string }
  | {
      readonly method: "presence";
      readonly seat: number;
      readonly state: Presence;
      readonly leftMs: number;
    }
  | { readonly method: "moved"; readonly node?: string }
  | {
      readonly method: "ended";
      readonly reason: RoomEnd;
      readonly by?: number;
      readonly priority?: string;
    };

export type RoomEnd = "left" | "gone" | "no_show" | "expired";

// ---- a whole frame ---------------------------------------------------------------------------

export type RequestId = number | string;

export type Incoming =
  | { readonly type: "result"; readonly id: RequestId; readonly result: Result }
  | { readonly type: "error"; readonly id: RequestId | null; readonly error: RpcError }
  | { readonly type: "notification"; readonly message: Notification }
  /** A notification or an answer that this version does not know: to be ignored. */
  | { readonly type: "unknown" };
