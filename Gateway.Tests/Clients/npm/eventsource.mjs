import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { EventSource } from "eventsource";
import { listenOn, run } from "./run.mjs";

const FIRST = 3;
let ended;
const server = createServer((request, response) => {
  if (request.url.endsWith("/none")) return response.writeHead(204).end();
  const last = Number(request.headers["last-event-id"] ?? -1);
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  response.write(": a comment\nretry: 10\n\n");
  if (request.url.endsWith("/open")) {
    response.write("data: first\n\n");
    request.on("close", () => ended?.());
    return;
  }
  for (let id = last + 1; id < last + 1 + FIRST; id++) response.write(`id: ${id}\nevent: tick\ndata: line ${id}\ndata: für dich\n\n`);
  response.end();
});

await run(() => listenOn(server), {
  async "events, and the last one's id when it connects anew"(address) {
    const source = new EventSource(`${address}events/ticks`);
    const events = [];
    await new Promise((resolve) => source.addEventListener("tick", (event) => {
      events.push([event.lastEventId, event.data]);
      if (events.length === 2 * FIRST) resolve();
    }));
    source.close();
    assert.deepEqual(events, Array.from({ length: 2 * FIRST }, (_, id) => [`${id}`, `line ${id}\nfür dich`]));
  },
  async "an event arrives while the stream stays open, whose end the service sees"(address) {
    const seen = new Promise((resolve) => { ended = resolve; });
    const source = new EventSource(`${address}events/open`);
    const [event] = await once(source, "message");
    assert.equal(event.data, "first");
    source.close();
    await seen;
  },
  async "a status that is no stream is an error"(address) {
    const source = new EventSource(`${address}events/none`);
    const [error] = await once(source, "error");
    assert.equal(error.code, 204);
    source.close();
  },
});
