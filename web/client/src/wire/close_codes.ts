// WebSocket close codes (docs/protocol.md section 5): the hundreds tell what a client should do.

export const CloseCode = {
  normal: 1000,
  /** Not on the wire: the connection broke without a close frame (RFC 6455 section 7.4.1). */
  abnormal: 1006,
  goingAway: 4000,
  moved: 4001,
  slowConsumer: 4002,
  storageUnavailable: 4003,
  idle: 4004,
  notOwner: 4005,
  joinDeadline: 4006,
  rateLimited: 4007,
  roomEnded: 4100,
  tokenExpired: 4101,
  replaced: 4200,
  protocolError: 4201,
  tokenInvalid: 4202,
} as const;

export type CloseClass = "resume" | "re_pair" | "final";

/** Also for codes that this version does not know. */
export const classify = (code: number): CloseClass =>
  code >= 4100 && code < 4200 ? "re_pair" : code >= 4200 && code < 4300 ? "final" : "resume";
