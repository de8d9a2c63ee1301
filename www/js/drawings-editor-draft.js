// Drafts: what is drawn, kept in this browser (IndexedDB) after each action until it is saved. A draft belongs to one tab at a time
// (Web Locks), so that tabs do not write over each other; a tab that is opened takes up the newest one that no other tab has.

const NAME = "midway-drawings";
const LOCK = "midway-drawing-draft:";
const DAYS = 60;
const ANEW = "anew";                    // instead of a draft's id: the next page of this tab begins with nothing
const BUSY_MS = 60000;                  // without Web Locks: how long after its last change a draft counts as another tab's

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function openDatabase() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("drafts", { keyPath: "id" });
    opening.result.createObjectStore("actions", { keyPath: ["draft", "index"] });
  };
  return done(opening);
}

const actionsOf = (id, from = 0) => IDBKeyRange.bound([id, from], [id, Infinity]);

/** `bytes` random bytes as url-safe base64. */
export function randomToken(bytes) {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// A function that gives the lock back, or null where another tab has it. `wait`: a page that is being left may still hold it.
async function lock(id, wait) {
  if (!navigator.locks) return () => {};
  return new Promise((resolve) => {
    const options = wait ? { signal: AbortSignal.timeout(1500) } : { ifAvailable: true };
    navigator.locks.request(LOCK + id, options, (held) => held && new Promise((release) => resolve(release))).then(
      () => resolve(null), () => resolve(null));
  });
}

export class Drafts {
  #db;

  /** `key`: what this page draws: "new", "edit-ID", "remix-ID". Null where the browser keeps nothing. */
  static async open(key) {
    try {
      const drafts = new Drafts();
      drafts.#db = await openDatabase();
      drafts.#db.onversionchange = () => drafts.#db.close();
      drafts.key = key;
      await drafts.#dropOld();
      return drafts;
    } catch {
      return null;
    }
  }

  get #own() {
    return `midway.drawing-draft.${this.key}`;
  }

  async #all() {
    return done(this.#db.transaction("drafts").objectStore("drafts").getAll());
  }

  async #dropOld() {
    for (const draft of await this.#all()) if (Date.now() - draft.updated_at > DAYS * 86400e3) await this.remove(draft.id);
  }

  /** This tab's draft, or the newest that no other tab has; null where there is none. */
  async take() {
    const own = sessionStorage.getItem(this.#own);
    if (own === ANEW) return null;
    const all = (await this.#all()).filter((draft) => draft.key === this.key);
    const order = (draft) => (draft.id === own ? Infinity : draft.updated_at);
    for (const draft of all.sort((a, b) => order(b) - order(a))) {
      const isOwn = draft.id === own;
      if (!navigator.locks && !isOwn && Date.now() - draft.updated_at < BUSY_MS) continue;
      const release = await lock(draft.id, isOwn);
      if (release) return this.#read(draft.id, release);
    }
    return null;
  }

  async #read(id, release) {
    const all = this.#db.transaction(["drafts", "actions"]), drafts = all.objectStore("drafts"), stored = all.objectStore("actions");
    const [draft, actions] = await Promise.all([done(drafts.get(id)), done(stored.getAll(actionsOf(id)))]);
    if (!draft) return release(), null;
    sessionStorage.setItem(this.#own, id);
    return new Draft(this, draft, actions.map(({ action }) => action), release);
  }

  /** A new one; nothing is written before the first action. */
  async create(fields) {
    const id = randomToken(16), release = await lock(id, false);
    sessionStorage.setItem(this.#own, id);
    return new Draft(this, { id, key: this.key, token: randomToken(32), ...fields }, [], release ?? (() => {}));
  }

  /** Drafts that no tab has: [{draft, actions}], newest first. */
  async others() {
    const ret = [];
    for (const draft of (await this.#all()).sort((a, b) => b.updated_at - a.updated_at)) {
      const release = await lock(draft.id, false);
      if (!release) continue;
      release();
      const actions = await done(this.#db.transaction("actions").objectStore("actions").getAll(actionsOf(draft.id)));
      ret.push({ draft, actions: actions.map(({ action }) => action) });
    }
    return ret;
  }

  /** The page that goes on with a draft takes it up by this. */
  choose({ id, key }) {
    sessionStorage.setItem(`midway.drawing-draft.${key}`, id);
  }

  /** The next page of this tab that draws something new takes up no draft. */
  static leave() {
    sessionStorage.setItem("midway.drawing-draft.new", ANEW);
  }

  async write(work) {
    const change = this.#db.transaction(["drafts", "actions"], "readwrite");
    const ended = new Promise((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onerror = change.onabort = () => reject(change.error);
    });
    work(change.objectStore("drafts"), change.objectStore("actions"));
    return ended;
  }

  remove(id) {
    return this.write((drafts, actions) => {
      drafts.delete(id);
      actions.delete(actionsOf(id));
    });
  }
}

/** One draft: `fields` are {canvas, paper, base (bytes or null), base_count, target {id, etag} or null, title, author, tags, visibility,
    order, unsure} and what Drafts adds: id, key, token, cursor, count, updated_at. */
export class Draft {
  #drafts;
  #release;

  constructor(drafts, fields, actions, release) {
    this.#drafts = drafts;
    this.#release = release;
    this.fields = fields;
    this.actions = actions;
  }

  #put(store) {
    this.fields.updated_at = Date.now();
    store.put(this.fields);
  }

  /** Keeps an action as number `index`; those behind it are gone. */
  add(index, action) {
    Object.assign(this.fields, { cursor: index + 1, count: index + 1, base_count: Math.min(this.fields.base_count, index) });
    return this.#drafts.write((drafts, actions) => {
      actions.delete(actionsOf(this.fields.id, index));
      actions.put({ draft: this.fields.id, index, action });
      this.#put(drafts);
    });
  }

  /** Keeps some fields. */
  set(fields) {
    Object.assign(this.fields, fields);
    return this.#drafts.write((drafts) => this.#put(drafts));
  }

  remove() {
    return this.#drafts.remove(this.fields.id);
  }

  release() {
    this.#release();
  }
}
