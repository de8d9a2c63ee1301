// Kitchen timers: several at once, kept in localStorage so that a reload or another recipe does not stop them.

const STORE = "midway.timers";
const RING_MS = 60000;    // how long a finished timer goes on ringing

/** [{id, label, href, total_ms, ends_at (ms, running) or left_ms (paused)}] */
export function readTimers() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

export function writeTimers(timers) {
  try {
    localStorage.setItem(STORE, JSON.stringify(timers));
  } catch { /* Private windows may keep nothing: the timers still run in this page. */ }
}

/** Milliseconds that are left; below 0 when it is over. */
export function timeLeft(timer) {
  return timer.ends_at ? timer.ends_at - Date.now() : timer.left_ms;
}

/** "1:05:00", "19:59", "0:07". */
export function clockText(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? `${hours}:${two(minutes)}` : `${minutes}`) + `:${two(seconds % 60)}`;
}

export function isRinging(timer) {
  const left = timeLeft(timer);
  return Boolean(timer.ends_at) && left <= 0 && left > -RING_MS;
}

let audio = null;

/** To be called from a click once: browsers play no sound before. */
export function allowSound() {
  audio ??= new AudioContext();
  audio.resume().catch(() => {});
}

/** Three short beeps, and a buzz where the device can. */
export function beep() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
  if (audio?.state !== "running") return;
  for (const at of [0, 0.25, 0.5]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.25, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.18);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  }
}
