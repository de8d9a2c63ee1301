// schema.mjs: JSON Schema (2020-12), the part that docs/openapi.json uses; an unknown word is an error, so that none is overlooked.
const known = new Set(["type", "properties", "required", "items", "$ref", "enum", "minimum", "maximum",
  "minLength", "maxLength", "minItems",
  "maxItems", "pattern", "format", "additionalProperties", "description", "example", "readOnly", "writeOnly", "contentMediaType", "default",
  "anyOf", "title"]);
const formats = {
  "date-time": (s) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(s) && !Number.isNaN(Date.parse(s)),
  uri: (s) => URL.canParse(s),
  binary: () => true,
};

function typeOf(v) {
  if (v === null) return "null";
  if (Array.isArray(v)) return "array";
  if (typeof v === "number") return Number.isInteger(v) ? "integer" : "number";
  return typeof v;
}

function hasType(v, type) {
  const t = typeOf(v);
  return [type].flat().some((one) => one === t || (one === "number" && t === "integer"));
}

// What is wrong with `value`, as texts; a member that the schema does not name is wrong too.
export function validate(doc, schema, value, at = "") {
  if (schema.$ref) return validate(doc, resolve(doc, schema.$ref), value, at);
  const faults = Object.keys(schema).filter((k) => !known.has(k)).map((k) => `${at}: the schema has the unknown word ${k}`);
  if (schema.anyOf && schema.anyOf.every((one) => validate(doc, one, value, at).length > 0)) faults.push(`${at}: fits no schema of anyOf`);
  if (schema.type !== undefined && !hasType(value, schema.type)) return [...faults, `${at}: is ${typeOf(value)}, not ${schema.type}`];
  if (schema.enum && !schema.enum.includes(value)) faults.push(`${at}: ${value} is none of ${schema.enum}`);
  if (typeof value === "number") faults.push(...number(schema, value, at));
  if (typeof value === "string") faults.push(...text(schema, value, at));
  if (Array.isArray(value)) faults.push(...list(doc, schema, value, at));
  else if (value && typeof value === "object") faults.push(...object(doc, schema, value, at));
  return faults;
}

export function resolve(doc, ref) {
  return ref.split("/").slice(1).reduce((v, part) => v[part], doc);
}

function number(schema, v, at) {
  if (v < (schema.minimum ?? -Infinity) || v > (schema.maximum ?? Infinity)) return [`${at}: ${v} is out of range`];
  return [];
}

function text(schema, v, at) {
  const faults = [], length = [...v].length;
  if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Infinity)) faults.push(`${at}: has ${length} characters`);
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(v)) faults.push(`${at}: ${v} does not match ${schema.pattern}`);
  if (schema.format && !formats[schema.format]) faults.push(`${at}: the unknown format ${schema.format}`);
  else if (schema.format && !formats[schema.format](v)) faults.push(`${at}: ${v} is no ${schema.format}`);
  return faults;
}

function list(doc, schema, v, at) {
  const faults = v.flatMap((one, i) => (schema.items ? validate(doc, schema.items, one, `${at}/${i}`) : []));
  if (v.length < (schema.minItems ?? 0) || v.length > (schema.maxItems ?? Infinity)) faults.push(`${at}: has ${v.length} items`);
  return faults;
}

function object(doc, schema, v, at) {
  const faults = (schema.required ?? []).filter((name) => !(name in v)).map((name) => `${at}: has no ${name}`);
  for (const [name, member] of Object.entries(v)) {
    const inner = schema.properties?.[name] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
    if (inner) faults.push(...validate(doc, inner, member, `${at}/${name}`));
    else if (schema.additionalProperties !== true && schema.properties) faults.push(`${at}: the member ${name} is not described`);
  }
  return faults;
}

// A value that fits the schema (`dice(n)`: 0 to n - 1); read-only members are left out.
export function example(doc, schema, dice, depth = 0) {
  if (schema.$ref) return example(doc, resolve(doc, schema.$ref), dice, depth);
  if (schema.enum) return schema.enum[dice(schema.enum.length)];
  const types = [schema.type].flat().filter((t) => t !== "null" || dice(4) === 0);
  switch (types[dice(types.length)] ?? "null") {
    case "null": return null;
    case "boolean": return dice(2) === 0;
    case "integer": return (schema.minimum ?? 0) + dice(Math.min((schema.maximum ?? 100) - (schema.minimum ?? 0), 100000) + 1);
    case "number": return (schema.minimum ?? 0) + dice(100000) / 1000;
    case "string": return exampleText(schema, dice);
    case "array": return Array.from({ length: dice(Math.min(schema.maxItems ?? 4, depth > 1 ? 2 : 6) + 1) },
      () => example(doc, schema.items, dice, depth + 1));
    default: return exampleObject(doc, schema, dice, depth);
  }
}

const letters = [..."aeioustrnlmk AEIOU äöüéñ 的水 0123456789 ½¼ .,;:!?'\"()<>&/-–%+=@#~\u{1F372}"];

function exampleText(schema, dice) {
  if (schema.format === "uri") return `https://example.org/${dice(1000)}?q=%C3%A9`;
  const length = (schema.minLength ?? 0) + dice(Math.min((schema.maxLength ?? 60) - (schema.minLength ?? 0), 80) + 1);
  const word = Array.from({ length }, () => letters[dice(letters.length)]).join("").trim();
  return word.length < (schema.minLength ?? 0) ? "x".repeat(schema.minLength) : word;
}

function exampleObject(doc, schema, dice, depth) {
  const made = {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const target = member.$ref ? resolve(doc, member.$ref) : member;
    if (target.readOnly || member.readOnly) continue;
    if ((schema.required ?? []).includes(name) || dice(3) > 0) made[name] = example(doc, member, dice, depth + 1);
  }
  return made;
}
