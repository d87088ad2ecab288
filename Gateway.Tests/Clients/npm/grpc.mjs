import assert from "node:assert/strict";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { run } from "./run.mjs";

const { chat } = grpc.loadPackageDefinition(loader.loadSync("chat.proto", { keepCase: true }));
const SIZE = 5 << 20;
const options = { "grpc.max_receive_message_length": 2 * SIZE, "grpc.max_send_message_length": 2 * SIZE };
const server = new grpc.Server(options);
let abandoned;
let holds = false;
const isAbandoned = new Promise((resolve) => { abandoned = resolve; });

function failure(line) {
  const metadata = new grpc.Metadata();
  metadata.set("reason", "asked");
  return { code: line.fail_with, details: "as 100 % asked: für dich", metadata };
}

server.addService(chat.v1.Chat.service, {
  Say(call, callback) {
    if (call.request.fail_with) callback(failure(call.request));
    else if (!call.request.hold) callback(null, call.request);
    else {
      holds = true;
      call.on("cancelled", abandoned);
      if (call.cancelled) abandoned();
    }
  },
  Listen(call) {
    for (let i = 0; i < call.request.count; i++) call.write({ text: `n ${i}` });
    if (call.request.fail_with) call.emit("error", failure(call.request));
    else call.end();
  },
  Collect(call, callback) {
    let count = 0;
    call.on("data", () => count++);
    call.on("end", () => callback(null, { count }));
  },
  Talk(call) {
    call.on("data", (line) => call.write(line));
    call.on("end", () => call.end());
  },
});

const soon = () => ({ deadline: Date.now() + 8000 });
const clientOf = (address) => new chat.v1.Chat(address, grpc.credentials.createInsecure(), options);
const say = (address, line, callOptions = soon()) => new Promise((resolve, reject) =>
  clientOf(address).Say(line, callOptions, (error, response) => error ? reject(error) : resolve(response)));

async function linesOf(call) {
  const lines = [];
  for await (const line of call) lines.push(line.text);
  return lines;
}

await run(
  () => new Promise((resolve, reject) => server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => error ? reject(error) : resolve(port))),
  {
    async unary(address) {
      assert.equal((await say(address, { text: "hello" })).text, "hello");
    },
    async large(address) {
      const attachment = Buffer.alloc(SIZE, "abc");
      assert.ok((await say(address, { attachment })).attachment.equals(attachment));
    },
    async "server streaming"(address) {
      assert.equal((await linesOf(clientOf(address).Listen({ count: 300 }, soon()))).length, 300);
    },
    async "client streaming"(address) {
      const response = await new Promise((resolve, reject) => {
        const call = clientOf(address).Collect(soon(), (error, line) => error ? reject(error) : resolve(line));
        for (let i = 0; i < 300; i++) call.write({ text: "x" });
        call.end();
      });
      assert.equal(response.count, 300);
    },
    async "both ways, line by line"(address) {
      const call = clientOf(address).Talk(soon());
      const received = call[Symbol.asyncIterator]();
      for (const text of ["one", "two", "three"]) {
        call.write({ text });
        assert.equal((await received.next()).value.text, text);
      }
      call.end();
      assert.ok((await received.next()).done);
    },
    async deadline(address) {
      // On a slow machine the first ones may end before they have come to the service, which then has nothing to abandon.
      for (let limit = 300; limit < 5000 && !holds; limit *= 2)
        await assert.rejects(say(address, { hold: true }, { deadline: Date.now() + limit }), { code: grpc.status.DEADLINE_EXCEEDED });
      await isAbandoned;
    },
    async "every status"(address) {
      for (let code = 1; code <= 16; code++) {
        const error = await say(address, { fail_with: code }).catch((rejection) => rejection);
        assert.deepEqual([error.code, error.details, error.metadata.get("reason")], [code, "as 100 % asked: für dich", ["asked"]]);
      }
    },
    async "a status after some lines"(address) {
      const call = clientOf(address).Listen({ count: 3, fail_with: grpc.status.DATA_LOSS }, soon());
      const lines = [];
      await assert.rejects(async () => { for await (const line of call) lines.push(line); }, { code: grpc.status.DATA_LOSS });
      assert.equal(lines.length, 3);
    },
    async "the gateway's own errors"(address) {
      const other = new (grpc.makeGenericClientConstructor({ Say: { ...chat.v1.Chat.service.Say, path: "/chat.v1.Other/Say" } }, "Other"))(address, grpc.credentials.createInsecure());
      const missing = await new Promise((resolve) => other.Say({}, soon(), resolve));
      assert.equal(missing.code, grpc.status.UNIMPLEMENTED);
      assert.match(missing.details, /^Not found: .*trace [0-9a-f]{32}/);

      server.forceShutdown();
      const away = await say(address, {}).catch((rejection) => rejection);
      assert.equal(away.code, grpc.status.UNAVAILABLE);
      assert.match(away.details, /^(Bad gateway|Service unavailable): .*reason \w+, trace [0-9a-f]{32}/);
    },
  });
