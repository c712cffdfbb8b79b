// A named room without a client library: its place by a matchmaker, the join at its node.
import { RawClient, resultOf } from "./raw_client.ts";
import type { System } from "./system.ts";

export interface Place {
  readonly room: string;
  readonly seat: number;
  readonly token: string;
  readonly node: string;
  readonly claim: boolean;
}

export async function askForPlace(system: System, params: object) {
  const door = await RawClient.open(system.route("/match"));
  const answer = await door.call("open", params);
  await door.close();
  return answer;
}

export async function takePlace(system: System, place: Place, params: object = {}) {
  const client = await RawClient.open(system.route(`/node/${place.node}/ws`));
  const own = { token: place.token, applied: {}, next: 1, epoch: 0, claim: place.claim };
  const answer = await client.call("join", { ...own, ...params });
  return { client, answer };
}

export async function enterRoom(system: System, room: string, name: string) {
  const place = resultOf(await askForPlace(system, { room, name })) as unknown as Place;
  const { client, answer } = await takePlace(system, place);
  resultOf(answer);
  return { place, client };
}
