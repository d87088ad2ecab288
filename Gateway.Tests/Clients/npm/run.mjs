// A service and a client of it in one process. The test reads the service's port, starts a gateway in front, and tells its address.
import { once } from "node:events";
import { createInterface } from "node:readline";

const LIMIT = 10_000;

export async function run(listen, cases) {
  console.log(`listening ${await listen()}`);
  const [address] = await once(createInterface({ input: process.stdin }), "line");
  for (const [name, body] of Object.entries(cases)) {
    await within(body(address), name);
    console.log(`passed ${name}`);
  }
  process.exit(0);
}

/** Fails when a promise takes too long. */
export async function within(promise, what) {
  let timer;
  const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`too long: ${what}`)), LIMIT); });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

export async function listenOn(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}
