// ./dev bench: what one chat-node delivers. Every argument goes to parley-bench.
import { measure } from "./stage.mjs";

const { status } = await measure(process.argv.slice(2));
process.exit(status);
