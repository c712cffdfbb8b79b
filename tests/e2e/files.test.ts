// Pictures and files between two strangers, through the gateway: they arrive as they should, whatever breaks on the way.
import { readFile } from "node:fs/promises";
import type { Download, Route } from "playwright-core";
import { expect, test } from "vitest";
import { openToAll } from "./barriers.ts";
import { allDelivered, type Person, patience, Stage, sees } from "./stage.ts";

const stage = new Stage();
const { system } = stage;

interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const press = ({ visitor }: Person, name: string | RegExp) =>
  visitor.page.getByRole("button", { name, exact: true }).click();
const picture = ({ at }: Person) => at.log.getByRole("button", { name: /picture/i });
const pdf = (name: string, bytes: number): Given => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 31) % 251)),
});

// A photograph as it comes out of a camera: large, and with what the camera knows of the place behind it.
async function photograph({ visitor }: Person, width: number, height: number): Promise<Given> {
  const url = await visitor.page.evaluate(
    ([width, height]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      for (let x = 0; x < width; x += 40) {
        context.fillStyle = `hsl(${x % 360} 60% 60%)`;
        context.fillRect(x, 0, 40, height);
      }
      return canvas.toDataURL("image/jpeg");
    },
    [width, height] as const,
  );
  const bytes = Buffer.from(url.split(",")[1] ?? "", "base64");
  const buffer = Buffer.concat([bytes, Buffer.from("GPS 48.2082 N 16.3738 E")]);
  return { name: "me.jpg", mimeType: "image/jpeg", buffer };
}

async function attach({ at }: Person, ...given: Given[]): Promise<void> {
  const chooser = at.page.waitForEvent("filechooser");
  await at.attach.click();
  await (await chooser).setFiles(given);
}

async function bytesOf(download: Promise<Download>): Promise<{ name: string; bytes: Buffer }> {
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

// So slowly that something can happen on the way.
async function throttle({ visitor }: Person, bytesPerSecond: number): Promise<void> {
  const browser = await visitor.context.newCDPSession(visitor.page);
  await browser.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

const onItsWay = ({ visitor }: Person, name: string) =>
  visitor.page.getByRole("progressbar", { name: `Sending ${name}` });
const beginsToGo = async (person: Person, name: string): Promise<void> => {
  const value = () => onItsWay(person, name).evaluate((bar) => (bar as HTMLProgressElement).value);
  await expect.poll(value, patience).toBeGreaterThan(0);
};

test("a picture is made small, arrives veiled, is shown by a press and opens large; what the camera noted stays behind", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await attach(ada, await photograph(ada, 3000, 2000));
  const shown = picture(bob);
  await shown.getByText("Show the picture").waitFor(patience);
  const blur = () => shown.locator("img").evaluate((img) => getComputedStyle(img).filter);
  expect(await blur()).toContain("blur");
  await openToAll(bob.visitor.page, "picture-veiled");
  await shown.click();
  expect(await blur()).toBe("none");
  const sides = await shown
    .locator("img")
    .evaluate((img) => [
      (img as HTMLImageElement).naturalWidth,
      (img as HTMLImageElement).naturalHeight,
    ]);
  expect(sides).toEqual([2048, 1365]);
  await openToAll(bob.visitor.page, "picture");
  expect(await shown.locator("img").evaluate((img) => (img as HTMLImageElement).draggable)).toBe(
    false,
  );
  await shown.click();
  const large = bob.visitor.page.getByRole("dialog", { name: "Picture from Ada" });
  await large.waitFor(patience);
  await openToAll(bob.visitor.page, "picture-large");
  const download = bob.visitor.page.waitForEvent("download");
  await large.getByRole("link", { name: "Save" }).click();
  const { name, bytes } = await bytesOf(download);
  expect([name, bytes.subarray(0, 4).toString(), bytes.subarray(8, 12).toString()]).toEqual([
    "picture.webp",
    "RIFF",
    "WEBP",
  ]);
  expect(bytes.includes("GPS")).toBe(false);
  await bob.visitor.page.keyboard.press("Escape");
  await picture(ada).waitFor(patience);
  await ada.at.log.getByRole("img", { name: /^(Delivered|Seen)$/ }).waitFor(patience);
  await bob.visitor.page.reload();
  await picture(bob).getByText("Show the picture").waitFor(patience);
});

test("a drawing that could run, and a page, come as files: saved as they are, never opened here", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const script =
    "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='owned'</script></svg>";
  await attach(
    ada,
    { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(script) },
    { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<script>1</script>") },
  );
  const answers: (string | undefined)[][] = [];
  bob.visitor.page.on("response", (response) => {
    const headers = response.headers();
    if (response.url().includes("/files/"))
      answers.push([
        headers["content-type"],
        headers["x-content-type-options"],
        headers["content-disposition"],
      ]);
  });
  for (const name of ["logo.svg", "page.html"]) {
    const button = bob.at.log.getByRole("button", { name: `${name} 1 kB` });
    await button.waitFor(patience);
    const download = bob.visitor.page.waitForEvent("download");
    await button.click();
    const saved = await bytesOf(download);
    expect(saved.name).toBe(name);
    if (name === "logo.svg") expect(saved.bytes.toString()).toBe(script);
  }
  expect(answers).toHaveLength(2);
  for (const [type, sniff, disposition] of answers) {
    expect([type, sniff]).toEqual(["application/octet-stream", expect.stringContaining("nosniff")]);
    expect(disposition).toMatch(/^attachment/);
  }
  expect(await bob.at.log.locator("img[src]").count()).toBe(0);
  expect(await bob.visitor.page.title()).toBe("Ada · Parley");
  await openToAll(bob.visitor.page, "files");
});

test("what is too large or no picture is refused in words, what is on its way can be stopped, and words are not held up", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await attach(ada, pdf("big.pdf", 5 * 2 ** 20 + 1), {
    name: "no.png",
    mimeType: "image/png",
    buffer: Buffer.from("no"),
  });
  const { page } = ada.visitor;
  await page.getByText("big.pdf is too large: up to 5 MB can be sent.").waitFor(patience);
  await page.getByText("This browser can’t read the picture no.png.").waitFor(patience);
  await openToAll(page, "files-refused");
  for (const _ of [1, 2]) await page.getByRole("button", { name: "Close" }).first().click();
  await throttle(ada, 100_000);
  await attach(ada, pdf("slow.pdf", 3 * 2 ** 20));
  await beginsToGo(ada, "slow.pdf");
  await openToAll(page, "file-on-its-way");
  await ada.at.send("meanwhile");
  await sees(bob, "them: meanwhile");
  await press(ada, "Don’t send slow.pdf");
  await onItsWay(ada, "slow.pdf").waitFor({ state: "hidden" });
  expect(await ada.at.box.evaluate((box) => box === document.activeElement)).toBe(true);
  await ada.at.send("never mind");
  await sees(bob, "them: meanwhile", "them: never mind");
});

test("the node dies while a file goes up: it goes up again to the next one, and arrives once", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const file = pdf("map.pdf", 2 ** 20);
  await throttle(ada, 300_000);
  await attach(ada, file);
  await beginsToGo(ada, "map.pdf");
  const owner = await stage.busiestNode();
  await system.service(owner).kill();
  await ada.at.send("after it");
  await throttle(ada, -1);
  const button = bob.at.log.getByRole("button", { name: "map.pdf 1 MB" });
  await button.waitFor(patience);
  const download = bob.visitor.page.waitForEvent("download");
  await button.click();
  expect((await bytesOf(download)).bytes.equals(file.buffer)).toBe(true);
  await allDelivered(ada, "after it");
  expect(await button.count()).toBe(1);
  await system.restart(owner);
});

test("the node dies, and Redis forgets, between the upload and the message: the picture arrives all the same", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const owner = await stage.busiestNode();
  // The upload is there; its answer waits until the node is gone and everything forgotten.
  const struck = async (route: Route) => {
    const answer = await route.fetch();
    await system.service(owner).kill();
    await system.redis.command("FLUSHALL");
    await route.fulfill({ response: answer });
  };
  await ada.visitor.page.route("**/files", struck, { times: 1 });
  await attach(ada, await photograph(ada, 400, 300));
  await picture(bob).getByText("Show the picture").waitFor(patience);
  await ada.at.log.getByRole("img", { name: /^(Delivered|Seen)$/ }).waitFor(patience);
  expect(await picture(bob).count()).toBe(1);
  await system.restart(owner);
});

test("what was pasted goes too; what was taken back is gone for both", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await ada.at.box.evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["pasted"], "notes.txt", { type: "text/plain" }));
    box.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  const file = bob.at.log.getByRole("button", { name: "notes.txt 1 kB" });
  await file.waitFor(patience);
  await ada.at.log.getByTestId("message").focus();
  await press(ada, "Delete");
  await bob.visitor.page.getByText("Message deleted").waitFor(patience);
  expect(await file.count()).toBe(0);
});
