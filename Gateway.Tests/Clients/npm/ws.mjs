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
let closed;
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => String(data) === "bye" ? socket.close(4001, "as asked") : socket.send(data, { binary: isBinary }));
  socket.on("close", (code, reason) => closed?.([code, String(reason)]));
});

async function open(address, protocols) {
  const socket = new WebSocket(`${address.replace("http", "ws")}chat/room`, protocols);
  await once(socket, "open");
  return socket;
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
    const socket = await open(address);
    socket.ping("there");
    assert.equal(String((await once(socket, "pong"))[0]), "there");
    const pong = new Promise((resolve) => server.clients.forEach((client) => client.once("pong", resolve)));
    server.clients.forEach((client) => client.ping("back"));
    assert.equal(String(await pong), "back");
    socket.terminate();
  },
  async "the client closes"(address) {
    const socket = await open(address);
    const seen = new Promise((resolve) => { closed = resolve; });
    socket.close(4000, "enough");
    assert.deepEqual(await seen, [4000, "enough"]);
    closed = undefined;
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
