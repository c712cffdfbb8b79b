// The words filter's hook of an operator, as a test wants it: it answers, or fails in one of the ways in which services do.
import { createServer, type Server } from "node:http";
import { freePort } from "./ports.ts";

export interface Question {
  readonly room_language: string;
  readonly texts: readonly string[];
}

// What it does with a question: texts, a status, or nothing at all.
type Manner = (question: Question) => readonly string[] | number | undefined;

export const shout: Manner = ({ texts }) => texts.map((text) => text.toUpperCase());

export class Hook {
  readonly questions: Question[] = [];
  manner: Manner = shout;
  private server: Server | undefined;
  private waiters: Array<() => void> = [];

  private constructor(private readonly port: number) {}

  static async start(): Promise<Hook> {
    const hook = new Hook(await freePort());
    await hook.open();
    return hook;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/check`;
  }

  open(): Promise<void> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        const question = JSON.parse(body) as Question;
        this.questions.push(question);
        for (const waiter of this.waiters.splice(0)) waiter();
        const answer = this.manner(question);
        if (answer === undefined) return;
        const texts = typeof answer === "number" ? [] : answer;
        response.writeHead(typeof answer === "number" ? answer : 200);
        response.end(JSON.stringify({ texts }));
      });
    });
    this.server = server;
    return new Promise((resolve) => server.listen(this.port, "127.0.0.1", resolve));
  }

  // Nobody listens any more.
  close(): Promise<void> {
    this.server?.closeAllConnections();
    return new Promise((resolve) => this.server?.close(() => resolve()) ?? resolve());
  }

  // That many have come.
  async asked(count: number): Promise<void> {
    while (this.questions.length < count) {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }
}
