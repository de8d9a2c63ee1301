// A drawing's page: the replay, its link, what belongs to its owner, and one view that is counted. The page may be a file that
// everybody gets: who reads is asked for afterwards.
import { Replay, animate, calm, fetchDrawing } from "./drawings-replay.js";

const drawing = document.getElementById("drawing");
const stage = drawing.querySelector(".drawing-stage");
const part = (name) => drawing.querySelector(`[data-${name}]`);
const paper = part("paper"), player = part("player"), button = part("play");
const scrub = part("scrub"), clock = part("clock"), speed = part("speed");

/* ---- the replay ---- */

const canvas = document.createElement("canvas");
canvas.setAttribute("aria-hidden", "true");
let replay = null, position = 0, stop = null;

const seconds = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

// At the end the picture itself stands there: the same pixels, and as sharp as the screen can show them.
function show(ms) {
  position = Math.min(ms, replay.duration);
  const isOver = position >= replay.duration;
  if (isOver) {
    canvas.remove();
  } else {
    replay.seek(position);
    if (!canvas.isConnected) paper.append(canvas);
  }
  scrub.value = isOver ? scrub.max : (position / replay.duration) * scrub.max;
  clock.value = `${seconds(position)} / ${seconds(replay.duration)}`;
  scrub.setAttribute("aria-valuetext", `${seconds(position)} of ${seconds(replay.duration)}`);
  return !isOver;
}

function pause() {
  stop?.();
  stop = null;
  player.classList.remove("is-playing");
  button.setAttribute("aria-label", "Play");
}

function play() {
  let from = position >= replay.duration ? 0 : position, pace = Number(speed.value), before = 0;
  player.classList.add("is-playing");
  button.setAttribute("aria-label", "Pause");
  stop = animate((ms) => {
    from += (ms - before) * pace;
    before = ms;
    pace = Number(speed.value);
    if (show(from)) return true;
    pause();
    return false;
  });
}

const toggle = () => (stop ? pause() : play());

function scrubbed() {
  pause();
  show((scrub.valueAsNumber / scrub.max) * replay.duration);
}

async function makePlayer() {
  const [loaded, made] = await Promise.all([fetchDrawing(stage.dataset.chd), Replay.on(canvas)]);
  made.load(loaded);
  replay = made;
  show(replay.duration);
  player.classList.add("is-ready");
  button.addEventListener("click", toggle);
  paper.addEventListener("click", toggle);
  scrub.addEventListener("input", scrubbed);
  if (location.hash === "#replay" && !calm()) play();
}

// Where that does not work, the animated picture does.
function withoutPlayer() {
  player.hidden = true;
  stage.querySelector("details[data-without-script]")?.removeAttribute("data-without-script");
}

/* ---- the link ---- */

const said = part("said");

async function share(event) {
  const url = event.currentTarget.dataset.share;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url });
    } else {
      await navigator.clipboard.writeText(url);
      said.textContent = "The link is copied.";
    }
  } catch (fault) {
    if (fault.name === "AbortError") return;
    const field = drawing.querySelector(".drawing-link");
    field.removeAttribute("data-without-script");
    field.querySelector("input").select();
  }
}

const shareButton = part("share");
if (shareButton) {
  shareButton.hidden = false;
  shareButton.addEventListener("click", share);
}

/* The menu of downloads closes on Escape and on a click beside it. */
const menu = drawing.querySelector(".drawing-pop");
document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* ---- who reads ---- */

// A view is a page that somebody sees, once in a visit.
function countView() {
  const key = `seen ${drawing.dataset.view}`;
  try {
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "1");
  } catch { /* no storage: counted each time */ }
  fetch(drawing.dataset.view, { method: "POST", keepalive: true }).catch(() => {});
}

function countWhenSeen() {
  if (document.visibilityState !== "visible" || document.prerendering) return;
  document.removeEventListener("visibilitychange", countWhenSeen);
  document.removeEventListener("prerenderingchange", countWhenSeen);
  countView();
}

async function askWho() {
  const answer = await fetch(drawing.dataset.me);
  if (!answer.ok) return;
  const me = await answer.json(), owner = document.getElementById("owner");
  if (Number.isInteger(me.views)) part("views").textContent = me.views;
  if (!me.may_edit || !owner) return;
  owner.querySelector("input[name=_csrf]").value = me.csrf;
  if (me.version) owner.querySelector("input[name=_if_match]").value = me.version;
  owner.hidden = false;
}

if (drawing.dataset.view) {
  document.addEventListener("visibilitychange", countWhenSeen);
  document.addEventListener("prerenderingchange", countWhenSeen);
  countWhenSeen();
}
if (drawing.dataset.me) askWho().catch(() => {});
makePlayer().catch(withoutPlayer);
