// drawings.mjs: drawings from the outside: sending, once, guests, versions, pictures, links, reports, hiding, bad input.
import { CHD1, Guest, parse, tag, twin, within } from "./drawings_lib.mjs";
import { ask, check, equal, key, makeKey, signIn, sql, suite } from "./lib.mjs";

async function sending() {
  const mia = new Guest(), body = twin();
  const answer = await mia.ask("POST", "/api/v1/drawings?title=Fox&author=Mia&tags=Animal,%20red%20,animal", { json: body });
  const made = parse(answer);

  equal("created", answer.status, 201, answer.body);
  equal("its address", answer.headers.location, `/api/v1/drawings/${made.id}`);
  check("its version", /^"1\.[0-9a-f]{20}\.json"$/.test(answer.headers.etag), answer.headers.etag);
  equal("under the tag that a GET gives it", (await ask("GET", answer.headers.location)).headers.etag, answer.headers.etag);
  equal("tags are tidy", made.tags.join("|"), "animal|red");
  const cookie = answer.headers["set-cookie"]?.[0] ?? "";
  check("a cookie for a year", /Max-Age=31536000/.test(cookie) && /HttpOnly/.test(cookie), cookie);
  check("an edit token for programs", /^[\w-]{43}$/.test(made.edit_token), made.edit_token);
  equal("no token at rest", sql(`SELECT COUNT(*) FROM guest_token WHERE HEX(token_hash) LIKE '%${mia.cookie.slice(0, 10)}%'`)[0][0], "0");

  const again = await mia.ask("POST", "/api/v1/drawings?title=Other", { json: body });
  equal("sent twice: no second one", again.status, 200);
  equal("it is the same", parse(again).id, made.id);
  const stranger = await new Guest().ask("POST", "/api/v1/drawings", { json: body });
  equal("sent by somebody else: the same", parse(stranger).id, made.id);

  const bytes = (await ask("GET", `/api/v1/drawings/${made.id}.chd`));
  equal("its bytes", bytes.headers["content-type"], CHD1);
  equal("its bytes are CHD1", bytes.bytes.subarray(0, 4).toString(), "CHD1");
  const [[newest]] = sql(`SELECT renderer FROM drawing_picture WHERE picture_hash = UNHEX('${made.picture_id}')`);
  equal("with the version that paints its picture", bytes.headers["raster-version"], newest);
  sql(`UPDATE drawing_picture SET renderer = 1 WHERE picture_hash = UNHEX('${made.picture_id}')`);
  const same = await ask("GET", `/api/v1/drawings/${made.id}.chd`, { headers: { "If-None-Match": bytes.headers.etag } });
  equal("which is the picture's own, also for bytes that are known", `${same.status} ${same.headers["raster-version"]}`, "304 1");
  sql(`UPDATE drawing_picture SET renderer = ${newest} WHERE picture_hash = UNHEX('${made.picture_id}')`);
  const third = await new Guest().ask("POST", "/api/v1/drawings", { body: bytes.bytes, headers: { "Content-Type": CHD1 } });
  equal("as bytes it is the same drawing", parse(third).id, made.id);
  equal("it is stored once", sql(`SELECT COUNT(*) FROM drawing WHERE drawing_hash = UNHEX('${made.drawing_id}')`)[0][0], "1");

  const list = parse(await ask("GET", "/api/v1/drawings?tag=animal&author=mia"));
  equal("it is listed", list.items[0]?.id, made.id, list);
  const sheet = await ask("GET", "/drawings/newest.png");
  check("the newest are on a sheet", sheet.headers["content-type"] === "image/png", sheet.status, sheet.body.slice(0, 200));
  equal("on the page too", (await ask("GET", "/drawings?tag=animal")).body.includes(`/drawings/${made.id}`), true);
  return { mia, made };
}

// Replies are lost; two arrive at once.
async function once_only() {
  const token = "A".repeat(42) + "B", body = twin(), headers = { "Edit-Token": token };
  const first = await ask("POST", "/api/v1/drawings?visibility=private", { json: body, headers });    /* the cookie is lost */
  const mia = new Guest();
  const second = await mia.ask("POST", "/api/v1/drawings?visibility=private", { json: body, headers });
  equal("after a lost reply: the same drawing", parse(second).id, parse(first).id);
  check("no second secret", !parse(second).edit_token && !parse(first).edit_token);
  equal("and it is of who came again", parse(await mia.ask("GET", `/api/v1/drawings/me?drawing=${parse(first).id}`)).may_edit, true);

  const crowd = twin();
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask("POST", "/api/v1/drawings", { json: crowd })));
  equal("twelve at once: one drawing", new Set(answers.map((a) => parse(a).id)).size, 1, answers.map((a) => a.body.slice(0, 200)));
  equal("one of them made it", answers.filter((a) => a.status === 201).length, 1);
}

async function changing({ mia, made }) {
  const path = `/api/v1/drawings/${made.id}`, stranger = new Guest();
  await stranger.draw();
  equal("without If-Match", (await mia.ask("PUT", path, { json: twin() })).status, 428);
  equal("of somebody else", (await stranger.ask("PUT", path, { json: twin(), headers: { "If-Match": '"1.json"' } })).status, 403);
  equal("by nobody", (await ask("PUT", path, { json: twin(), headers: { "If-Match": '"1.json"' } })).status, 403);
  const put = await mia.ask("PUT", `${path}?title=Fox%202`, { json: twin(), headers: { "If-Match": '"1.json"' } });
  equal("by its owner", put.status, 200, put.body);
  const v2 = parse(put);
  equal("the title came along", v2.title, "Fox 2");
  check("another picture", v2.picture_id !== made.picture_id);
  equal("stale", (await mia.ask("PUT", path, { json: twin(), headers: { "If-Match": '"1.json"' } })).status, 412);

  const by_token = await ask("PUT", path, { json: twin(), headers: { "If-Match": tag(v2), "Edit-Token": made.edit_token } });
  equal("by a program with the edit token", by_token.status, 200, by_token.body);
  const v3 = parse(by_token);
  const wrong = { "If-Match": tag(v3), "Edit-Token": "x".repeat(43) };
  equal("with a wrong one", (await ask("PUT", path, { json: twin(), headers: wrong })).status, 403);

  const versions = parse(await mia.ask("GET", `${path}/versions`)).items;
  equal("three drawings", versions.length, 3, versions);
  equal("are not for others", (await ask("GET", `${path}/versions`)).status, 403);
  const back = await mia.ask("POST", `${path}/versions/1/restore`, { headers: { "If-Match": tag(v3) } });
  equal("back to the first", parse(back).drawing_id, made.drawing_id, back.body);
  equal("old bytes are for the owner", (await mia.ask("GET", `${path}.chd?version=1`)).status, 200);
  equal("and not for others", (await ask("GET", `${path}.chd?version=1`)).status, 404);

  const fields = { version: versions[0].version, _if_match: parse(back).version };
  const form = await mia.ask("POST", `/drawings/${made.id}/restore`, { form: fields });
  equal("by the form too", form.status, 303, form.body);
  equal("a form without its token", (await ask("POST", `/drawings/${made.id}/restore`, {
    form: { version: 1, _if_match: 9 }, headers: { Cookie: `guest=${mia.cookie}` } })).status, 403);
}

async function strokes() {
  const mia = new Guest(), made = await mia.draw(), path = `/api/v1/drawings/${made.id}/strokes`;
  const more = { palette: ["#ff0000"], strokes: [{ op: "draw", colour: 0, width: 9, x: [5, 50], y: [5, 50], t: [120, 140] }] };
  const added = await mia.ask("POST", path, { json: more, headers: { "If-Match": tag(made) } });
  equal("a stroke is added", added.status, 200, added.body);
  equal("there are two", parse(added).stroke_count, 2);
  const watch = parse(await ask("GET", `${path}?from=1`));
  equal("who watches gets the new one", watch.strokes.length, 1, watch);
  equal("with its colour", watch.palette[watch.strokes[0].colour], "#ff0000ff");
  const etag = (await ask("GET", `${path}?from=1`)).headers.etag;
  equal("nothing new: 304", (await ask("GET", `${path}?from=1`, { headers: { "If-None-Match": etag } })).status, 304);
  equal("added twice: stale", (await mia.ask("POST", path, { json: more, headers: { "If-Match": tag(made) } })).status, 412);
  const early = { palette: ["#ff0000"], strokes: [{ op: "draw", colour: 0, width: 9, x: [5], y: [5], t: [1] }] };
  const refused = await mia.ask("POST", path, { json: early, headers: { "If-Match": tag(parse(added)) } });
  equal("time does not step back", refused.status, 422, refused.body);
  equal("and the place is as sent", parse(refused).errors[0].pointer, "/strokes/0/t/0");
}

async function pictures() {
  const mia = new Guest(), made = await mia.draw();
  for (const [href, type, head] of [[made.images.png["512"], "image/png", "\x89PNG"], [made.images.webp["256"], "image/webp", "RIFF"],
    [made.images.svg, "image/svg+xml", "<"], [made.images.replay, "image/webp", "RIFF"]]) {
    const first = await ask("GET", href), second = await ask("GET", href);
    equal(`${href} is there`, first.status, 200, first.body.slice(0, 300));
    equal(`${href} has its type`, first.headers["content-type"], type);
    check(`${href} is what it says`, first.bytes.subarray(0, head.length).toString("latin1") === head);
    for (const answer of [first, second])
      check(`${href} is for ever`, /max-age=31536000/.test(answer.headers["cache-control"]), answer.headers["cache-control"]);
    check(`${href} is the same each time`, first.bytes.equals(second.bytes));
    check(`${href} comes from a file then`, !second.headers["x-request-id"], second.headers);
  }
  const picture = made.picture_id, nowhere = [`img/${picture}/100.png`, `img/${picture}/0512.png`, `img/${picture}/512.gif`,
    `img/${picture.toUpperCase()}/512.png`, `img/${"0".repeat(64)}/512.png`, `replay/${made.drawing_id}/256.webp`];
  for (const path of nowhere.map((p) => `/drawings/${p}`))
    equal(`no picture: ${path}`, (await ask("GET", path)).status, 404);

  // Of a private drawing nothing is published.
  const secret = await mia.draw("?visibility=private");
  equal("not in public", (await ask("GET", `/drawings/img/${secret.picture_id}/512.png`)).status, 404);
  equal("no page", (await ask("GET", `/drawings/${secret.id}`)).status, 404);
  equal("not in the API", (await ask("GET", `/api/v1/drawings/${secret.id}`)).status, 404);
  const own = await mia.ask("GET", secret.images.png["512"]);
  equal("for its owner", own.status, 200);
  equal("who keeps it to itself", own.headers["cache-control"], "private, no-store");
  equal("its page is for its owner", (await mia.ask("GET", `/drawings/${secret.id}`)).status, 200);
  equal("and still for nobody else", (await ask("GET", `/drawings/${secret.id}`)).status, 404);
  const token = { "Edit-Token": secret.edit_token };
  equal("an edit token opens it", (await ask("GET", `/drawings/${secret.id}`, { headers: token })).status, 200);
  equal("and does not publish it", (await ask("GET", `/drawings/${secret.id}`)).status, 404);
  equal("the API keeps nothing of it", (await mia.ask("GET", `/api/v1/drawings/${secret.id}`)).status, 200);
  equal("for others", (await ask("GET", `/api/v1/drawings/${secret.id}`)).status, 404);
  return { mia, made, secret };
}

async function links({ mia, secret }) {
  const page = await mia.ask("POST", `/drawings/${secret.id}/share`, { form: { expires: "week" } });
  const link = /(\/drawings\/s\/[\w-]+)</.exec(page.body)?.[1];
  check("a link is made", page.status === 200 && link, page.status, page.body.slice(0, 500));
  const shared = await ask("GET", link);
  equal("it opens for anybody", shared.status, 200);
  equal("and is not kept", shared.headers["cache-control"], "private, no-store");
  equal("with its picture", (await ask("GET", `${link}/512.webp`)).status, 200);
  const { headers } = await ask("GET", `${link}/drawing.chd`);
  equal("and its strokes", headers["content-type"], CHD1);
  check("and the version that paints them", /^[1-9]\d*$/.test(headers["raster-version"]), headers);
  check("the page names no public picture", !shared.body.includes(`/drawings/img/${secret.picture_id}`));
  const other = await new Guest().ask("POST", `/drawings/${secret.id}/share`, { form: { expires: "week" } });
  equal("others cannot make one", other.status, 404);
  const list = await mia.ask("GET", `/drawings/${secret.id}/share`);
  check("it is not shown again", !list.body.includes(link));
  const revoke = new RegExp(`/drawings/${secret.id}/share/[0-9a-z]{26}/revoke`).exec(list.body)?.[0];
  equal("it is switched off", (await mia.ask("POST", revoke, { form: {} })).status, 303);
  equal("and is dead", (await ask("GET", link)).status, 404);
  equal("its picture too", (await ask("GET", `${link}/512.webp`)).status, 404);
  const second = await mia.ask("POST", `/drawings/${secret.id}/share`, { form: { expires: "day" } });
  const day = /(\/drawings\/s\/[\w-]+)</.exec(second.body)[1];
  sql(`UPDATE drawing_share SET expires_at = '2020-01-01'`);
  equal("after its time", (await ask("GET", day)).status, 404);
}

async function devices() {
  const phone = new Guest(), tablet = new Guest();
  const drawn = await phone.draw(), other = await tablet.draw();
  const page = await phone.ask("POST", "/drawings/mine/move", { form: {} });
  const link = /(\/drawings\/move\/[\w-]+)</.exec(page.body)?.[1];
  check("a link for another device", page.status === 200 && link, page.status, page.body.slice(0, 400));
  equal("it asks first", (await tablet.ask("GET", link)).status, 200);
  equal("then it moves", (await tablet.ask("POST", link, { form: {} })).status, 303);
  equal("once", (await new Guest().ask("POST", link, { form: {} })).status, 404);
  equal("and is over", (await new Guest().ask("GET", link)).status, 410);
  for (const device of [phone, tablet]) {
    const mine = (await device.ask("GET", "/drawings/mine")).body;
    check("both devices have both", mine.includes(drawn.id) && mine.includes(other.id));
  }
  await tablet.ask("POST", "/drawings/mine/forget", { form: {} });
  check("a device can be forgotten", !(await tablet.ask("GET", "/drawings/mine")).body.includes(drawn.id));
  check("the other one stays", (await phone.ask("GET", "/drawings/mine")).body.includes(drawn.id));
}

async function deleting() {
  const mia = new Guest(), made = await mia.draw(), picture = made.images.png["64"];
  equal("published", (await ask("GET", picture)).status, 200);
  equal("and its page", (await ask("GET", `/drawings/${made.id}`)).status, 200);
  const page = await mia.ask("GET", `/drawings/${made.id}/delete`);
  equal("asks first", page.status, 200);
  const gone = await mia.ask("DELETE", `/api/v1/drawings/${made.id}`, { headers: { "If-Match": tag(made) } });
  equal("deleted", gone.status, 204, gone.body);
  for (const path of [picture, `/drawings/${made.id}`, `/api/v1/drawings/${made.id}`, `/api/v1/drawings/${made.id}.chd`])
    check(`${path} is gone`, await within(2000, async () => (await ask("GET", path)).status === 404));
  check("from the list too", !(await ask("GET", "/api/v1/drawings?limit=200")).body.includes(made.id));
}

async function remixes() {
  const mia = new Guest(), made = await mia.draw("?title=Parent"), jo = new Guest();
  const remix = await jo.ask("POST", `/api/v1/drawings/${made.id}/remix?title=Child`, { json: twin() });
  equal("a remix", remix.status, 201, remix.body);
  equal("knows its parent", parse(remix).parent?.id, made.id);
  check("the parent's page shows it", (await ask("GET", `/drawings/${made.id}`)).body.includes(parse(remix).id));
  check("and its own the parent", (await ask("GET", `/drawings/${parse(remix).id}`)).body.includes(made.id));
  equal("of nothing", (await jo.ask("POST", "/api/v1/drawings/00000000000000000000000000/remix", { json: twin() })).status, 404);
}

async function lists() {
  const mia = new Guest(), made = [];
  for (let i = 0; i < 7; i++) made.push(await mia.draw("?tags=paging"));
  for (const sort of ["newest", "views"]) {
    const seen = [];
    let cursor = "";
    for (let i = 0; i < 10; i++) {
      const page = parse(await ask("GET", `/api/v1/drawings?tag=paging&limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`));
      seen.push(...page.items.map((d) => d.id));
      if (i === 0) await mia.draw("?tags=paging");       /* rows come in between */
      cursor = page.next_cursor;
      if (!cursor) break;
    }
    const before = made.map((d) => d.id);
    check(`each once, by ${sort}`, new Set(seen).size === seen.length && before.every((id) => seen.includes(id)), seen.length);
    if (sort === "newest") equal("newest first", seen.filter((id) => before.includes(id)).join(), [...before].reverse().join());
  }
  equal("a wrong cursor", (await ask("GET", "/api/v1/drawings?cursor=abc")).status, 422);
  for (let i = 0; i < 3; i++)
    equal("a view", (await ask("POST", `/api/v1/drawings/${made[3].id}/view`, { headers: { "User-Agent": `Browser ${i}` } })).status, 204);
  const top = parse(await ask("GET", "/api/v1/drawings?tag=paging&sort=views&limit=1&author="));
  check("most viewed first", top.items[0]?.id === made[3].id || top.items[0]?.views >= 3, top.items[0]);
}

// Who looks again is not counted again, and nothing is left with those who look.
async function views() {
  const mia = new Guest(), jo = new Guest(), made = await mia.draw(), other = await mia.draw();
  await jo.draw();
  const count = async () => parse(await ask("GET", `/api/v1/drawings/${made.id.toUpperCase()}`)).views;
  const view = async (who, headers = {}, id = made.id) => {
    const answer = await who.ask("POST", `/api/v1/drawings/${id}/view`, { headers });
    equal("a view is taken", answer.status, 204, answer.body);
    equal("it sets no cookie", answer.headers["set-cookie"], undefined);
  };
  const nobody = { ask };

  for (let i = 0; i < 3; i++) await view(nobody, { "User-Agent": "One" });
  equal("a viewer is counted once", await count(), 1);
  await view(nobody, { "User-Agent": "Two" });
  equal("another browser at that address counts", await count(), 2);
  await view(nobody, { "User-Agent": "One", Cookie: "guest=nobody-knows" });
  equal("a cookie that nobody gave is no other viewer", await count(), 2);
  for (const headers of [{ "User-Agent": "One" }, { "User-Agent": "Two" }]) await view(jo, headers);
  equal("a guest is one viewer, whatever the browser", await count(), 3);
  await view(nobody, { "User-Agent": "One" }, other.id);
  equal("of another drawing", parse(await ask("GET", `/api/v1/drawings/${other.id.toUpperCase()}`)).views, 1);
  await Promise.all(Array.from({ length: 8 }, () => view(nobody, { "User-Agent": "Three" })));
  equal("at once, too", await count(), 4);
}

// What changes without a new version changes the tag, and is no reason to refuse an edit. The id is spelt as the site never spells it:
// such a reply is not kept, so it is never behind.
async function tags() {
  const mia = new Guest(), parent = await mia.draw("?title=Before");
  const made = await mia.ask("POST", `/api/v1/drawings/${parent.id}/remix`, { json: twin() });
  const { id } = parse(made), path = `/api/v1/drawings/${id.toUpperCase()}`;
  let { etag } = made.headers;
  const again = () => ask("GET", path, { headers: { "If-None-Match": etag } });
  const describe = (which, title, version) =>
    mia.ask("PUT", `/api/v1/drawings/${which}/details`, { json: { title }, headers: { "If-Match": version } });

  equal("nothing new: 304", (await again()).status, 304);
  for (const [what, change, shows] of [
    ["a view", () => ask("POST", `/api/v1/drawings/${id}/view`), (v) => v.views === 1],
    ["another name of the parent", () => describe(parent.id, "After", "*"), (v) => v.parent.title === "After"],
    ["no parent", () => mia.ask("DELETE", `/api/v1/drawings/${parent.id}`, { headers: { "If-Match": "*" } }), (v) => v.parent === null]]) {
    await change();
    const answer = await again();
    equal(`${what} is something new`, answer.status, 200);
    check(`and told: ${what}`, shows(parse(answer)), answer.body);
    etag = answer.headers.etag;
    equal("nothing new since", (await again()).status, 304);
  }
  const edit = await describe(id, "Child", made.headers.etag);
  equal("the tag of before a view is good for an edit", edit.status, 200, edit.body);
  equal("but not for a second one", (await describe(id, "Other", etag)).status, 412);
  etag = edit.headers.etag;
  equal("a PUT gives the tag of what is there now", (await again()).status, 304);
}

async function moderation() {
  const mia = new Guest(), body = twin(), made = await mia.draw("?title=Rude", body), twice = await mia.draw("?title=Twice", {
    ...body, strokes: [{ ...body.strokes[0], t: [0, 31, 91] }] });
  equal("the same picture at other times", twice.picture_id, made.picture_id);
  const staff = await signIn(process.env.STAFF_USER, process.env.STAFF_PASSWORD);
  const bad = await ask("POST", `/api/v1/drawings/${made.id}/report`, { json: { reason: "dull" } });
  equal("a report needs a reason", bad.status, 422);
  equal("a report", (await ask("POST", `/api/v1/drawings/${made.id}/report`, { json: { reason: "insult", text: "Look!" } })).status, 204);
  equal("by the form", (await mia.ask("POST", `/drawings/${made.id}/report`, { form: { reason: "other" } })).status, 200);
  equal("the form wants a reason", (await mia.ask("POST", `/drawings/${made.id}/report`, { form: { text: "x" } })).status, 422);
  equal("the queue is for staff", (await ask("GET", "/drawings/moderation")).status, 303);
  const queue = await ask("GET", "/drawings/moderation", { as: staff });
  check("it is on the queue", queue.body.includes(made.picture_id) && queue.body.includes("Look!"), queue.status);
  const places = [made.images.webp["128"], `/drawings/${made.id}`, `/drawings/${twice.id}`, `/api/v1/drawings/${made.id}`,
    `/api/v1/drawings/${made.id}.chd`, made.images.replay];
  for (const path of places) equal(`${path} is there`, (await ask("GET", path)).status, 200);
  const hide = (path, form) => ask("POST", `/drawings/moderation/${path}`, { as: staff, form: { _csrf: staff.csrf, ...form } });
  equal("hidden", (await hide(`${made.picture_id}/hide`, { reason: "insult", text: "Be kind." })).status, 303);
  for (const path of places) check(`${path} is gone`, await within(5000, async () => (await ask("GET", path)).status === 404));
  const list = (await ask("GET", "/api/v1/drawings?limit=200")).body;
  check("both are off the list", !list.includes(made.id) && !list.includes(twice.id));
  check("the owner is told why", (await mia.ask("GET", "/drawings/mine")).body.includes("Be kind."));
  const again = await new Guest().ask("POST", "/api/v1/drawings", { json: { ...body, strokes: [{ ...body.strokes[0], t: [0, 32, 92] }] } });
  equal("sent again: hidden at once", parse(again).state, "hidden", again.body);
  equal("shown again", (await hide(`${made.picture_id}/unhide`, {})).status, 303);
  check("it is back", await within(3000, async () => (await ask("GET", `/drawings/${made.id}`)).status === 200));
  equal("the pen name is changed", (await hide(`${made.id}/pen-name`, { author: "Somebody" })).status, 303);
  check("for all", await within(3000, async () => (await ask("GET", `/drawings/${made.id}`)).body.includes("Somebody")));
  const log = (await ask("GET", "/drawings/moderation?list=log", { as: staff })).body;
  check("all of it is in the log", log.includes("Hidden") && log.includes("Shown again") && log.includes("Pen name changed"));
  const chained = async () => Number(sql("SELECT COUNT(*) FROM audit_log WHERE action LIKE '%moderation%'")[0][0]) >= 3;
  check("and in the audit log", await within(5000, chained));
}

async function keys() {
  const without = makeKey("draws-not", "recipes:write"), draws = makeKey("draws", "drawings:write");
  equal("a key without the scope", (await ask("POST", "/api/v1/drawings", { json: twin(), key: without })).status, 403);
  const made = await ask("POST", "/api/v1/drawings", { json: twin(), key: draws });
  equal("a key with it", made.status, 201, made.body);
  check("no cookie, no token", !made.headers["set-cookie"] && !parse(made).edit_token);
  const path = `/api/v1/drawings/${parse(made).id}`;
  const headers = { "If-Match": "*" }, json = { title: "By a program", tags: "robot" };
  equal("changes its own", (await ask("PUT", `${path}/details`, { json, key: draws, headers })).status, 200);
  equal("not those of others", (await ask("DELETE", path, { key, headers })).status, 403);
}

async function bad_input() {
  const count = () => sql("SELECT COUNT(*) FROM drawing")[0][0], before = count();
  const post = (body, type = CHD1) => ask("POST", "/api/v1/drawings", { body, headers: { "Content-Type": type } });
  const numbers = (modulo) => Array.from({ length: 250000 }, (_, i) => i % modulo);
  const many = twin({ strokes: [{ op: "draw", colour: 1, width: 3, x: numbers(1000), y: numbers(997) }] });
  const json = (body) => post(JSON.stringify(body), "application/json");
  const cases = [
    ["broken bytes", await post(Buffer.from("CHD1\x01\x00\x80")), 400, "/"],
    ["no drawing", await post(Buffer.from("hello")), 400],
    ["nothing", await post(Buffer.alloc(0)), 400],
    ["another type", await post(Buffer.from("x"), "image/png"), 415],
    ["no JSON", await post("{", "application/json"), 400],
    ["zero strokes", await json(twin({ strokes: [] })), 422, "/strokes"],
    ["a colour that is not there", await json(twin({ palette: ["#ffffff"] })), 422, "/strokes/0/colour"],
    ["a colour that is none", await json(twin({ palette: ["red", "#ffffff"] })), 422, "/palette/0"],
    ["too many points", await json(many), 422, "/strokes"],
    ["too many bytes", await post(Buffer.alloc(600000, 1)), 413],
    ["a million points", await post(Buffer.alloc(5 << 20, 1)), 413],
    ["an unknown member", await json(twin({ title: "x" })), 422, "/title"],
    ["a long title", await ask("POST", `/api/v1/drawings?title=${"x".repeat(81)}`, { json: twin() }), 422, "?title"],
    ["too many tags", await ask("POST", "/api/v1/drawings?tags=a,b,c,d,e,f,g,h,i", { json: twin() }), 422, "/tags"],
    ["a bad edit token", await ask("POST", "/api/v1/drawings", { json: twin(), headers: { "Edit-Token": "short" } }), 422],
    ["a parent that is not there", await ask("POST", "/api/v1/drawings?parent=00000000000000000000000001", { json: twin() }), 404],
  ];
  const x = [], y = [];
  for (let i = 0; i < 60000; i++) {
    x.push(i % 2 ? 0 : 1024);
    y.push((i * 7) % 1024);
  }
  const scribble = twin({ strokes: Array(3).fill({ op: "draw", colour: 1, width: 200, x, y }) });
  cases.push(["a scribble over itself", await json(scribble), 422, "/strokes"]);
  for (const [what, answer, status, pointer] of cases) {
    equal(`${what} is refused`, answer.status, status, answer.body.slice(0, 400));
    if (pointer && pointer !== "/") {
      const at = JSON.parse(answer.body).errors?.map((e) => e.pointer);
      check(`${what} names the place`, at?.includes(pointer), at, answer.body.slice(0, 300));
    }
  }
  equal("nothing was stored", count(), before);
  equal("the program lives", (await ask("GET", "/drawings")).status, 200);
}

await suite(async () => {
  const drawn = await sending();
  await once_only();
  await changing(drawn);
  await strokes();
  await links(await pictures());
  await devices();
  await deleting();
  await remixes();
  await lists();
  await views();
  await tags();
  await moderation();
  await keys();
  await bad_input();
});
