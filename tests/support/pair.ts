// Two raw clients that the matchmaker has paired, for tests of the wire itself.
import { type Frame, paramsOf, RawClient, resultOf } from "./raw_client.ts";
import type { System } from "./system.ts";

// All that pairing takes: where the doors are. A whole system has that, and so has ./dev up.
export type Doors = Pick<System, "route">;

export interface Assignment {
  readonly room: string;
  readonly seat: number;
  readonly token: string;
  readonly node: string;
  readonly attempt: number;
  readonly partner: { readonly seat: number; readonly name: string };
  readonly interests: readonly string[];
}

export async function seekRaw(system: Doors, params: object = {}): Promise<RawClient> {
  const client = await RawClient.open(system.route("/match"));
  resultOf(await client.call("seek", { language: "en", attempt: 1, ...params }));
  return client;
}

export async function assignmentOf(client: RawClient, timeoutMs?: number): Promise<Assignment> {
  return paramsOf(await client.notification("assigned", timeoutMs)) as unknown as Assignment;
}

export async function assignTwo(system: Doors): Promise<[Assignment, Assignment]> {
  const one = await seekRaw(system, { name: "Ada" });
  const other = await seekRaw(system, { name: "Bob" });
  const both = await Promise.all([assignmentOf(one), assignmentOf(other)]);
  await Promise.all([one.close(), other.close()]);
  return both;
}

export async function joinRaw(
  system: Doors,
  assignment: Assignment,
  params: object = {},
): Promise<{ client: RawClient; joined: Frame }> {
  const client = await RawClient.open(system.route(`/node/${assignment.node}/ws`));
  const ask = { token: assignment.token, applied: {}, next: 1, epoch: 0, ...params };
  return { client, joined: resultOf(await client.call("join", ask)) };
}

// Ada has seat 1, Bob seat 2, and both know that the other is there.
export async function joinTwo(system: Doors): Promise<{ ada: RawClient; bob: RawClient }> {
  const [first, second] = (await assignTwo(system)).sort((one, other) => one.seat - other.seat);
  const ada = await joinRaw(system, first as Assignment);
  const bob = await joinRaw(system, second as Assignment);
  await ada.client.next(
    (frame) => frame.method === "presence" && paramsOf(frame).state === "present",
  );
  return { ada: ada.client, bob: bob.client };
}
