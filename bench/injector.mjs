// ./dev bench injector: what the fault injector costs a chat-node that it does not strike. Three set-ups take turns, so
// that whatever else the machine does falls on all of them alike; each is compared with the node that allows no faults.
import { measure } from "./stage.mjs";

const rounds = Number(process.argv[2] ?? 5);
const load = ["--pairs=200", "--depth=4", "--warm-up=1", "--seconds=5"];

const zero = { inbound: 0, outbound: 0 };
const setUps = {
  "no faults allowed": undefined,
  "allowed, no plan": {},
  "allowed, a plan at 0 %": {
    plan: {
      faults: [
        { fault: "cut", percent: zero },
        { fault: "cut_before_append", percent: 0 },
      ],
    },
  },
};

const median = (/** @type {number[]} */ values) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const spread = (/** @type {number[]} */ values) =>
  `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;

/** @type {Record<string, { rates: number[], perSecond: number[] }>} */
const found = {};
for (let round = 0; round < rounds; ++round) {
  for (const [name, faults] of Object.entries(setUps)) {
    const { status, said } = await measure(load, { output: "pipe", ...(faults && { faults }) });
    const rate = Number(/^closed +(\d+) messages\/s/m.exec(said)?.[1]);
    const cpu = Number(/^node-0 +CPU (\d+) %/m.exec(said)?.[1]);
    if (status !== 0 || !(rate > 0) || !(cpu > 0)) throw new Error(`${name}: ${said}`);
    found[name] ??= { rates: [], perSecond: [] };
    found[name].rates.push(rate);
    found[name].perSecond.push((100 * rate) / cpu);
  }
}
const base = median(found["no faults allowed"]?.rates ?? []);
for (const [name, { rates, perSecond }] of Object.entries(found)) {
  const ratio = (median(rates) / base).toFixed(3);
  console.log(
    `${name.padEnd(24)} ${median(rates).toFixed(0)} messages/s (${spread(rates)}), ratio ${ratio}; ` +
      `${median(perSecond).toFixed(0)} for a second of the node's processor (${spread(perSecond)})`,
  );
}
