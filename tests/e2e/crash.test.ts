// Two people before their screens while a fifth of all connections crash and a node dies: they see a short
// "reconnecting", and then everything, once and in order.
import { expect, test } from "vitest";
import { allowed, putPlan, struck } from "../support/faults.ts";
import { allDelivered, heardBy, ordered, type Person, Stage } from "./stage.ts";

const nodes = ["node-0", "node-1"] as const;
const stage = new Stage({ node: allowed });
const { system } = stage;

// Notes every word about the connection that the page shows from now on.
async function watchConnection(person: Person): Promise<() => Promise<string[]>> {
  await person.visitor.page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenWords: seen });
    const note = () => seen.push(document.body.innerText);
    new MutationObserver(note).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  return () =>
    person.visitor.page.evaluate(() => (window as unknown as { seenWords: string[] }).seenWords);
}

async function talk(one: Person, other: Person, from: number, to: number): Promise<void> {
  for (let i = from; i < to; ++i) {
    await one.at.send(`a${i}`);
    await other.at.send(`b${i}`);
  }
}

const words = (who: string, count: number) => Array.from({ length: count }, (_, i) => `${who}${i}`);

test("a fifth of all connections crash and the node is killed: everything arrives, once, in order", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const shown = await watchConnection(ada);
  // A fifth of those that connect crash; and so that they have to connect again and again, messages cut them off too.
  const faults = [
    { fault: "cut_after_handshake", percent: 20 },
    { fault: "cut", percent: { inbound: 10 } },
  ];
  for (const id of nodes)
    expect((await putPlan(system, id, { seed: 20, faults })).status).toBe(200);
  const crashes = () => struck(system, nodes, "cut_after_handshake");
  let said = 0;
  while (said < 20 || (said < 200 && (await crashes()) < 3)) {
    await talk(ada, bob, said, said + 2);
    said += 2;
    await Promise.all([ordered(ada, 2 * said), ordered(bob, 2 * said)]);
  }
  expect(await crashes()).toBeGreaterThanOrEqual(3);
  const before = await stage.busiestNode();
  await system.service(before).kill();
  await talk(ada, bob, said, said + 2);
  said += 2;
  await Promise.all([ordered(ada, 2 * said), ordered(bob, 2 * said)]);
  expect(await heardBy(bob)).toEqual(words("a", said));
  expect(await heardBy(ada)).toEqual(words("b", said));
  await allDelivered(ada, ...words("a", said));
  await allDelivered(bob, ...words("b", said));
  expect((await shown()).some((text) => /reconnecting/i.test(text))).toBe(true);
  await system.restart(before);
});
