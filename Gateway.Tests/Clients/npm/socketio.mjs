import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { listenOn, run } from "./run.mjs";

const http = createServer();
const server = new Server(http, { maxHttpBufferSize: 4 << 20 });
server.on("connection", (socket) => {
  socket.on("echo", (value, done) => done(value));
  socket.on("say", (text) => server.emit("said", text));
  socket.on("leave", () => socket.disconnect());
});

async function open(address, options) {
  const socket = io(address, { forceNew: true, reconnection: false, ...options });
  const upgraded = options?.transports ? undefined : new Promise((resolve) => socket.io.engine ? socket.io.engine.once("upgrade", resolve) : socket.io.once("open", () => socket.io.engine.once("upgrade", resolve)));
  await once(socket, "connect");
  await upgraded;
  return socket;
}

async function exchange(socket) {
  const binary = Buffer.alloc(1 << 20, "abc");
  assert.equal(await socket.emitWithAck("echo", "für dich"), "für dich");
  assert.ok(Buffer.from(await socket.emitWithAck("echo", binary)).equals(binary));
  const numbers = await Promise.all(Array.from({ length: 100 }, (_, i) => socket.emitWithAck("echo", i)));
  assert.deepEqual(numbers, Array.from({ length: 100 }, (_, i) => i));
  const said = once(socket, "said");
  socket.emit("say", "hello");
  assert.deepEqual(await said, ["hello"]);
  const left = once(socket, "disconnect");
  socket.emit("leave");
  assert.equal((await left)[0], "io server disconnect");
}

await run(() => listenOn(http), {
  async "polling, then a WebSocket"(address) {
    const socket = await open(address);
    assert.equal(socket.io.engine.transport.name, "websocket");
    await exchange(socket);
  },
  async "polling alone"(address) {
    const socket = await open(address, { transports: ["polling"] });
    await exchange(socket);
  },
  async "a WebSocket alone"(address) {
    const socket = await open(address, { transports: ["websocket"] });
    await exchange(socket);
  },
});
