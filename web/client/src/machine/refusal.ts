// What a matchmaker's no to a `seek` means for the wait. Decisions only; waiting.ts acts on them.
import type { WaitEnd } from "../types.js";
import type { RpcError } from "../wire/errors.js";

/** `later`: the same again after a pause. `anew`: as a new session. `elsewhere`: on another connection. */
export type Consequence = "later" | "anew" | "elsewhere" | WaitEnd;

export const consequenceOf = ({ name, param, languages }: RpcError): Consequence => {
  switch (name) {
    case "rate_limited":
    case "storage_unavailable":
    case "no_node":
    case "busy":
    case "log_full":
      return "later";
    case "token_invalid":
    case "token_expired":
      return "anew";
    case "internal_error":
    case "draining":
      return "elsewhere";
    default: {
      const end: WaitEnd = { reason: "refused", error: name };
      return { ...end, ...(param && { param }), ...(languages && { languages }) };
    }
  }
};
