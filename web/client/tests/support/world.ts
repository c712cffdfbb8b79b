// Services, network, clock and two persons: where the stories happen.
import { Network } from "./network.js";
import { Person } from "./person.js";
import { Services } from "./services.js";
import { VirtualTime } from "./virtual_time.js";

/** A generator that gives the same numbers for the same seed (mulberry32). */
export const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

export class World {
  readonly time = new VirtualTime();
  readonly services = new Services(this.time);
  readonly random: () => number;
  readonly network: Network;
  readonly ann: Person;
  readonly bob: Person;

  constructor(seed = 1) {
    this.random = seeded(seed);
    this.network = new Network(this.time, this.random, this.services);
    this.ann = new Person(this);
    this.bob = new Person(this);
  }

  get persons(): readonly Person[] {
    return [this.ann, this.bob];
  }

  /** Both seek, are paired and are in the room. */
  pair(): this {
    for (const person of this.persons) {
      person.seek();
      this.time.pass(200);
    }
    this.services.pair();
    this.time.until(() => this.persons.every(({ chat }) => chat !== null), 5_000);
    return this;
  }

  /** Everything works again. */
  calm(): void {
    for (const node of this.services.nodes.keys()) this.services.nodes.set(node, true);
    this.services.unreachable.clear();
    this.services.matchmakers = true;
    this.services.refuseSends = 0;
    this.services.holdSends = 0;
    this.services.files.instead.length = 0;
    this.services.files.slowMs = 0;
    this.services.refuseJoins = null;
    this.services.refuseSeeks = null;
    this.services.closesAfterSeek = null;
    this.network.hanging = false;
    for (const person of this.persons) person.asleep = false;
    for (const person of this.persons) if (!person.online) person.change("online");
  }
}
