// html.mjs: pages read again: which elements and attributes are in them, and where addresses lead. Only for pages of ours, which close
// every quote: what breaks out of one shows as an attribute or element that no page of ours has.
const tag = /<(!--[\s\S]*?-->|![^>]*>|\/?[a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>?/g;
const attribute = /([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?/g;
const raw = /^(script|style)$/;
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };
const decoded = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => entities[name]);

// [{ name, attributes: [[name, value]], text }]: start tags in order; `text` is the content of scripts and styles.
export function elements(html) {
  const all = [];
  tag.lastIndex = 0;
  for (let m; (m = tag.exec(html));) {
    const name = m[1].toLowerCase();
    if (name.startsWith("/") || name.startsWith("!")) continue;
    const found = { name, attributes: [] };
    for (const a of m[2].matchAll(attribute)) {
      found.attributes.push([a[1].toLowerCase(), decoded((a[2] ?? "").replace(/^(["'])([\s\S]*)\1$/, "$2"))]);
    }
    if (raw.test(name)) {
      const end = html.toLowerCase().indexOf(`</${name}`, tag.lastIndex);
      found.text = html.slice(tag.lastIndex, end < 0 ? html.length : end);
      tag.lastIndex = end < 0 ? html.length : end;
    }
    all.push(found);
  }
  return all;
}

// "img", "img src", "img alt", ...: what a page is made of.
export function kinds(html) {
  const all = new Set();
  for (const e of elements(html)) {
    all.add(e.name);
    for (const [name] of e.attributes) all.add(`${e.name} ${name}`);
  }
  return all;
}

const local = /^(\/(?![/\\])|#|\?|$)/, abroad = /^(https?:\/\/|mailto:)/i;

// Addresses that run something or load from elsewhere, and scripts that are none of ours.
export function badAddresses(html, base) {
  const bad = [];
  for (const e of elements(html)) {
    for (const [name, value] of e.attributes) {
      const own = local.test(value) || value.startsWith(base);
      if (/^on/.test(name) || name === "style") bad.push(`${e.name} ${name}=${value}`);
      else if (name === "href" && e.name !== "link" && abroad.test(value)) continue;
      else if (/^(href|src|action|formaction|data|poster)$/.test(name) && !own) bad.push(`${e.name} ${name}=${value}`);
    }
    if (e.name !== "script") continue;
    const type = e.attributes.find(([n]) => n === "type")?.[1];
    if (type === "application/ld+json") JSON.parse(e.text);
    else if (type !== "module" || e.text.trim()) bad.push(`a script: ${e.text.slice(0, 80)}`);
  }
  return bad;
}
