// WebSocket close codes (docs/protocol.md section 5): the hundreds tell what a client should do.
// Imported as a whole: `CloseCode.moved`.

export const normal = 1000;
/** Not on the wire: the connection broke without a close frame (RFC 6455 section 7.4.1). */
export const abnormal = 1006;
export const goingAway = 4000;
export const moved = 4001;
export const slowConsumer = 4002;
export const storageUnavailable = 4003;
export const idle = 4004;
export const notOwner = 4005;
export const joinDeadline = 4006;
export const rateLimited = 4007;
export const roomEnded = 4100;
export const tokenExpired = 4101;
export const replaced = 4200;
export const protocolError = 4201;
export const tokenInvalid = 4202;

export type CloseClass = "resume" | "re_pair" | "final";

/** Also for codes that this version does not know. */
export const classify = (code: number): CloseClass =>
  code >= 4100 && code < 4200 ? "re_pair" : code >= 4200 && code < 4300 ? "final" : "resume";
