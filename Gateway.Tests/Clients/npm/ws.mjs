import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { listenOn, run } from "./run.mjs";

const http = createServer((_, response) => response.end("no WebSocket"));
const server = new WebSocketServer({
  server: http,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (protocols) => protocols.has("chat.v2") ? "chat.v2" : false,
  verifyClient: ({ req }, done) => req.url.endsWith("/guarded") ? done(false, 401, "no token", { "X-Why": "guarded" }) : done(true),
});
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => String(data) === "bye" ? socket.close(4001, "as asked") : socket.send(data, { binary: isBinary }));
});

async function open(address, protocols) {
  const socket = new WebSocket(`${address.replace("http", "ws")}chat/room`, protocols);
  await once(socket, "open");
  return socket;
}

/** Both ends of one connection: the service may still hold ends of earlier cases. */
async function openBoth(address) {
  const [socket, [service]] = await Promise.all([open(address), once(server, "connection")]);
  return { socket, service };
}

await run(() => listenOn(http), {
  async "text and binary, compressed, in order"(address) {
    const socket = await open(address, ["chat.v1", "chat.v2"]);
    assert.equal(socket.protocol, "chat.v2");
    assert.match(socket.extensions, /permessage-deflate/);
    const sent = ["hello", "für dich", Buffer.alloc(1 << 20, "abc"), ...Array.from({ length: 200 }, (_, i) => `${i}`)];
    const received = [];
    const all = new Promise((resolve) => socket.on("message", (data, isBinary) => {
      received.push(isBinary ? data : String(data));
      if (received.length === sent.length) resolve();
    }));
    sent.forEach((message) => socket.send(message));
    await all;
    assert.deepEqual(received, sent);
    socket.terminate();
  },
  async fragments(address) {
    const socket = await open(address);
    socket.send("one ", { fin: false });
    socket.send("two", { fin: true });
    assert.equal(String((await once(socket, "message"))[0]), "one two");
    socket.terminate();
  },
  async "ping and pong, both ways"(address) {
    const { socket, service } = await openBoth(address);
    socket.ping("there");
    assert.equal(String((await once(socket, "pong"))[0]), "there");
    service.ping("back");
    assert.equal(String((await once(service, "pong"))[0]), "back");
    socket.terminate();
  },
  async "the client closes"(address) {
    const { socket, service } = await openBoth(address);
    socket.close(4000, "enough");
    const [code, reason] = await once(service, "close");
    assert.deepEqual([code, String(reason)], [4000, "enough"]);
  },
  async "the service closes"(address) {
    const socket = await open(address);
    socket.send("bye");
    const [code, reason] = await once(socket, "close");
    assert.deepEqual([code, String(reason)], [4001, "as asked"]);
  },
  async "a refused handshake"(address) {
    const socket = new WebSocket(`${address.replace("http", "ws")}chat/guarded`);
    const [, response] = await once(socket, "unexpected-response");
    assert.deepEqual([response.statusCode, response.headers["x-why"]], [401, "guarded"]);
    response.destroy();
  },
});
