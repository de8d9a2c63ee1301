// A photo in the form: shown, and made smaller where a camera made it larger than any page shows it.

const SIDE_MAX = 2560;              // pixels
const BYTES_MAX = 6 * 1024 * 1024;  // more only slows the sending down

function drawn(bitmap, canvas, width, height) {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0, width, height);
}

/** The file itself, or a JPEG of it that is at most SIDE_MAX pixels wide and high. */
export async function shrinkPhoto(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const factor = SIDE_MAX / Math.max(bitmap.width, bitmap.height);
    if (factor >= 1 && file.size <= BYTES_MAX) return file;
    const scale = Math.min(1, factor);
    const canvas = document.createElement("canvas");
    drawn(bitmap, canvas, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;    // Not a picture that this browser knows; the server says what it thinks of it.
  }
}

/** Shows the file in a canvas (the pages' policy allows no blob: pictures); hides it when it is no picture. */
export async function drawPhoto(canvas, file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, 800 / bitmap.width);
    drawn(bitmap, canvas, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.hidden = false;
  } catch {
    canvas.hidden = true;
  }
}
