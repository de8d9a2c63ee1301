// Wherever drawings stand in a list: the one under the pointer or with the focus draws itself again, once. Without this file the
// pictures stand still.
import { Replay, animate, calm, fetchDrawing } from "./drawings-replay.js";

const LONGEST_MS = 5000, LONGEST_PAUSE_MS = 250, PATIENCE_MS = 140;
const canvas = document.createElement("canvas");
canvas.setAttribute("aria-hidden", "true");
let replay = null, current = null, stop = () => {};

function quiet() {
  stop();
  stop = () => {};
  canvas.remove();
  current = null;
}

// As long as it took, but no longer than somebody watches; the picture comes back at the end.
function play(paper) {
  const pace = Math.max(1, replay.duration / LONGEST_MS);
  replay.seek(0);
  paper.append(canvas);
  stop = animate((ms) => {
    replay.seek(ms * pace);
    if (ms * pace < replay.duration) return true;
    canvas.remove();
    return false;
  });
}

async function begin(card) {
  const paper = card.querySelector(".drawing-paper");
  if (!paper || card === current || calm()) return;
  quiet();
  current = card;
  await new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  if (card !== current) return;
  try {
    const [loaded, made] = await Promise.all([fetchDrawing(card.dataset.chd), replay ?? Replay.on(canvas)]);
    replay = made;
    if (card !== current) return;
    replay.load(loaded, LONGEST_PAUSE_MS);
    play(paper);
  } catch {
    if (card === current) quiet();     // the picture stays
  }
}

const cardOf = (event) => event.target.closest?.("[data-chd]");

document.addEventListener("pointerover", (event) => {
  const card = event.pointerType === "touch" ? null : cardOf(event);
  if (card) begin(card);
  else if (event.pointerType !== "touch") quiet();
});
document.documentElement.addEventListener("pointerleave", quiet);
document.addEventListener("focusin", (event) => {
  const card = cardOf(event);
  if (card && event.target.matches(":focus-visible")) begin(card);
});
