// Sends a drawing. An order {method, url, headers, bytes} stays the same however often it is sent: the server makes one drawing of it.

const FIRST_WAIT_S = 2, LONGEST_WAIT_S = 60, ANSWER_MS = 60000;

/** The server has answered that it will not: `status` and the problem's JSON, {} where there is none. */
export class Refused extends Error {
  constructor(status, problem) {
    super(`${status} ${problem.title ?? ""}`);
    this.status = status;
    this.problem = problem;
  }
}

class Later extends Error {
  constructor(seconds) {
    super("later");
    this.seconds = seconds;             // as the server wished, or 0: no answer came
  }
}

const isBusy = (answer) => [429, 502, 503, 504].includes(answer.status) || (answer.status === 409 && answer.headers.has("retry-after"));

async function ask(url, options, signal) {
  const limit = AbortSignal.any ? AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) : signal;
  try {
    return await fetch(url, { ...options, signal: limit, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new Later(0);
  }
}

/** Who this browser is: { csrf, guest, drawings, may_edit }. */
export async function whoAmI(api, drawing, signal) {
  const answer = await ask(`${api}/me${drawing ? `?drawing=${encodeURIComponent(drawing)}` : ""}`, {}, signal);
  if (isBusy(answer)) throw new Later(Number(answer.headers.get("retry-after")) || FIRST_WAIT_S);
  return answer.ok ? answer.json() : {};
}

async function sendOnce(api, order, signal) {
  const { csrf } = await whoAmI(api, "", signal);
  const headers = { ...order.headers, Accept: "application/json", "Content-Type": "application/vnd.midway.chd1" };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  const answer = await ask(order.url, { method: order.method, headers, body: order.bytes }, signal);
  if (isBusy(answer)) throw new Later(Number(answer.headers.get("retry-after")) || FIRST_WAIT_S);
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, json);
  return { ...json, etag: answer.headers.get("etag") };
}

// Until there is a network again, or for some seconds.
function wait(seconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    for (const [target, type] of [[globalThis, "online"], [signal, "abort"]])
      target.addEventListener(type, () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

// Was a version that the server calls stale saved by an earlier sending of this order, whose answer was lost?
async function isSaved(order, signal) {
  const [url] = order.url.split("?"), known = await ask(url, {}, signal), now = known.ok && await known.json();
  if (!now) return null;
  const answer = await ask(`${url}.chd?version=${now.version}`, {}, signal);
  const bytes = answer.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
  return bytes.length === order.bytes.length && bytes.every((byte, i) => byte === order.bytes[i]) ? now : null;
}

/** Sends an order until there is an answer: the drawing, or Refused. `say(word, values)` tells what is happening; an aborted signal ends
    it with an Error. */
export async function deliver(api, order, say, signal) {
  let lost = false;
  for (let seconds = FIRST_WAIT_S; ; seconds = Math.min(2 * seconds, LONGEST_WAIT_S)) {
    try {
      say("sending");
      return await sendOnce(api, order, signal);
    } catch (fault) {
      signal.throwIfAborted();
      if (fault instanceof Refused && fault.status === 412 && (lost || order.lost)) {
        const saved = await isSaved(order, signal).catch(() => null);
        if (saved) return saved;
      }
      if (!(fault instanceof Later)) throw fault;
      lost = true;
      if (fault.seconds) say("busy", { n: fault.seconds });
      else say("waiting");
      await wait(fault.seconds || seconds, signal);
      signal.throwIfAborted();
    }
  }
}
