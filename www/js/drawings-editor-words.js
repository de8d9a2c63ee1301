// The words of the editor stand in its page, so that a translation is a template.

/** say("near-points", { n: 91 }) */
export function wordsOf(template) {
  const words = new Map([...template.content.querySelectorAll("[data-word]")].map((p) => [p.dataset.word, p.textContent]));
  return (name, values = {}) => (words.get(name) ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** "3 minutes ago" */
export function ago(time) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  const minutes = Math.round((time - Date.now()) / 60000);
  if (minutes > -60) return words.format(minutes, "minute");
  return minutes > -1440 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
}

export function make(tag, props = {}, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
}
